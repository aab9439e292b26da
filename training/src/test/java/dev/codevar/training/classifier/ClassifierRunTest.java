package dev.codevar.training.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.OneThread;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.evaluation.classifier.Classifier;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.training.config.ClassifierConfiguration;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.run.Place;
import dev.codevar.training.run.StopsAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings on a few pictures of noise. */
@ExtendWith(OneThread.class)
class ClassifierRunTest {
    @TempDir
    Path folder;

    /** Stops after some steps, and keeps what it is told. */
    private static final class Told extends StopsAt {
        private final List<Integer> tried = new ArrayList<>();
        private final List<Double> shares = new ArrayList<>();
        private double validated;

        Told(int last) {
            super(last);
        }

        @Override
        public void validated(int step, Map<String, Double> values) {
            validated = values.getOrDefault("accuracy", -1.0);
        }

        @Override
        public void tried(int done, int total) {
            tried.add(done);
            assertThat(done).isLessThanOrEqualTo(total);
        }

        @Override
        public void recognised(double share, Optional<Path> features) {
            shares.add(share);
            assertThat(features.orElseThrow()).exists();
        }
    }

    private Outcome train(Path data, String out, long seed, Told told) {
        return train(
                data,
                out,
                Map.of("side", 16, "recipe.steps", 6, "recipe.epochs", 0.0, "recipe.batch", 4, "recipe.seed", seed),
                told);
    }

    private Outcome train(Path data, String out, Map<String, Object> said, Told told) {
        ConfigurationFile.Read<ClassifierConfiguration> configured = ConfigurationFile.read(
                "fashion32-classifier", ClassifierConfiguration.KIND, ClassifierConfiguration.class, said);
        Place place =
                new Place(data, folder.resolve(out), folder.resolve("tokens"), Compute.EXACT, "a test", Peers.alone());
        return new ClassifierRun(configured, place, Optional.of(folder.resolve(out + ".npz"))).run(told);
    }

    /** In the middle of the second epoch of folders with broken pictures in them. */
    @Test
    void aTrainingThatIsBrokenOffGoesOnToTheSameBits() throws IOException {
        Path data = folder.resolve("data");
        TrainingFiles.folders(data);
        Outcome once = train(data, "once", 1, new Told(100));
        Told broken = new Told(4);
        assertThat(train(data, "twice", 1, broken).weights()).isEmpty();
        assertThat(broken.shares).isEmpty();
        assertThat(folder.resolve("twice.npz")).doesNotExist();
        Outcome twice = train(data, "twice", 1, new Told(100));
        Path weights = once.weights().orElseThrow();
        assertThat(twice.weights().orElseThrow()).hasSameBinaryContentAs(weights);
        assertThat(folder.resolve("twice/log.jsonl")).hasSameBinaryContentAs(folder.resolve("once/log.jsonl"));
        assertThat(folder.resolve("twice.npz")).hasSameBinaryContentAs(folder.resolve("once.npz"));
        byte[] first = Files.readAllBytes(weights);
        assertThat(train(data, "once", 1, new Told(100)).weights())
                .as("it is finished")
                .isPresent();
        assertThat(weights).hasBinaryContent(first);
        Path other = train(data, "other", 2, new Told(100)).weights().orElseThrow();
        assertThat(Files.readAllBytes(other)).as("another seed").isNotEqualTo(first);
    }

    @Test
    void whatComesOfItIsAClassifierThatWasTriedOnAllTestPictures() throws IOException {
        Path folders = folder.resolve("folders");
        TrainingFiles.folders(folders);
        Path fashion = Files.createDirectory(folder.resolve("fashion"));
        TrainingFiles.fashionMnist(fashion, 6);
        for (Path data : List.of(folders, fashion)) {
            boolean cut = data.equals(folders);
            Told told = new Told(100);
            Path weights =
                    train(data, "out-" + data.getFileName(), 1, told).weights().orElseThrow();
            try (Classifier classifier = Classifier.open(weights, Device.CPU)) {
                assertThat(classifier.side()).isEqualTo(cut ? 16 : 32);
                assertThat(classifier.classes()).isEqualTo(cut ? 2 : 10);
                assertThat(classifier.features()).isEqualTo(128);
            }
            try (Checkpoint file = Checkpoint.open(weights)) {
                assertThat(file.metadata()).containsOnlyKeys("side", "step");
            }
            int count = cut ? 10 : 6;
            assertThat(told.tried).containsExactly(count);
            assertThat(told.shares).hasSize(1);
            assertThat(told.shares.get(0)).isCloseTo(told.validated, within(1e-12));
            try (NpzReader reference = NpzReader.open(folder.resolve("out-" + data.getFileName() + ".npz"))) {
                reference.header("features").check(NpyType.FLOAT32, count, 128);
                reference.header("labels").check(NpyType.INT32, count);
            }
        }
    }

    @Test
    void stagesAreThoseOfTheConfiguration() throws IOException {
        Path data = folder.resolve("data");
        TrainingFiles.folders(data);
        List<List<Integer>> stages = List.of(List.of(8), List.of(16), List.of(16, 24), List.of(40));
        Map<String, Object> said =
                Map.of("side", 16, "stages", stages, "recipe.steps", 1, "recipe.epochs", 0.0, "recipe.batch", 4);
        Path weights = train(data, "out", said, new Told(100)).weights().orElseThrow();
        try (Classifier classifier = Classifier.open(weights, Device.CPU)) {
            assertThat(classifier.network().layout().stages()).isEqualTo(stages);
        }
    }
}
