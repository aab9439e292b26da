package dev.codevar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.OneThread;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.tensor.Compute;
import dev.codevar.training.classifier.ClassifierMaps;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.VqVaeConfiguration;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.parallel.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A VQ-VAE of 32x32 learns from pictures of every kind. */
@ExtendWith(OneThread.class)
class PictureKindsTest {
    private static final String CONFIGURATION = """
        kind: vqvae
        model: {scales: [1, 2, 4], codes: 16, channels: 8, width: 32, multipliers: [1, 1, 1, 1],
          residual_blocks: 1, attention_lowest: false, attention_middle: true, shared_residuals: 4}
        loss: {l1: 0.5, mse: 2, vq: 1}
        reseed_every: 2
        flips: true
        held_out: 4
        recipe:
          learning_rate: 1e-3
          warmup: 0
          steps: %d
          epochs: 0
          batch: 2
          accumulation: 2
          clip: 1
          decay: 0
          beta1: 0.9
          beta2: 0.95
          average_decay: 0
          seed: 1
          every: {log: 1, validate: 3, samples: 0, checkpoint: 100}
          keep: 1
        """;

    @TempDir
    Path folder;

    /** Stops after some steps, and keeps what it is told. */
    private static final class Told extends StopsAt {
        private final List<String> unreadable = new ArrayList<>();

        Told(int last) {
            super(last);
        }

        @Override
        public void unreadable(String why) {
            unreadable.add(why);
        }
    }

    private Outcome train(Path data, String out, int steps, Told told) throws IOException {
        Path file = Files.writeString(folder.resolve("vqvae.yaml"), CONFIGURATION.formatted(steps));
        ConfigurationFile.Read<VqVaeConfiguration> configured =
                ConfigurationFile.read(file.toString(), VqVaeConfiguration.KIND, VqVaeConfiguration.class, Map.of());
        Place place =
                new Place(data, folder.resolve(out), folder.resolve("tokens"), Compute.EXACT, "a test", Peers.alone());
        return new VqVaeRun(configured, place, ClassifierMaps::open).run(told);
    }

    @Test
    void picturesOfEveryKindAreLearntFrom() throws IOException {
        Path fashion = Files.createDirectory(folder.resolve("fashion"));
        TrainingFiles.fashionMnist(fashion, 6);
        Path cifar = Files.createDirectory(folder.resolve("cifar"));
        TrainingFiles.cifar10(cifar, 4);
        Path folders = Files.createDirectory(folder.resolve("folders"));
        TrainingFiles.folders(folders);
        for (Path data : List.of(fashion, cifar, folders)) {
            String out = "out-" + data.getFileName();
            assertThat(train(data, out, 2, new Told(100)).weights()).as(out).isPresent();
            assertThat(Files.readString(folder.resolve(out).resolve("log.jsonl"))
                            .contains("pictures replaced"))
                    .as(out)
                    .isEqualTo(data.equals(folders));
        }
    }

    /** In the middle of the second epoch of folders with broken pictures in them. */
    @Test
    void aTrainingThatIsBrokenOffGoesOnToTheSameBits() throws IOException {
        String[] broken = TrainingFiles.folders(folder);
        Told whole = new Told(100);
        Outcome once = train(folder, "once", 6, whole);
        assertThat(whole.unreadable).hasSize(broken.length);
        assertThat(train(folder, "twice", 6, new Told(4)).weights()).isEmpty();
        Outcome twice = train(folder, "twice", 6, new Told(100));
        assertThat(twice.weights().orElseThrow())
                .hasSameBinaryContentAs(once.weights().orElseThrow());
        assertThat(folder.resolve("twice/log.jsonl")).hasSameBinaryContentAs(folder.resolve("once/log.jsonl"));
        assertThat(folder.resolve("once/log.jsonl")).content().containsPattern("\"pictures replaced\":(0\\.5|1\\.0)");
    }

    @Test
    void aFolderThatChangedIsNoticed() throws IOException {
        TrainingFiles.folders(folder);
        assertThat(train(folder, "out", 6, new Told(1)).weights()).isEmpty();
        TrainingFiles.png(folder.resolve("val/dog/9.png"), 40, 40, 1);
        assertThatThrownBy(() -> train(folder, "out", 6, new Told(100)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was begun with held-out pictures first 4 of files");
        Files.delete(folder.resolve("val/dog/9.png"));
        TrainingFiles.png(folder.resolve("train/dog/9.png"), 40, 40, 1);
        assertThatThrownBy(() -> train(folder, "out", 6, new Told(100)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was begun with pictures files at 32 pixels");
        Files.delete(folder.resolve("train/dog/9.png"));
        assertThat(train(folder, "out", 6, new Told(2)).step()).isEqualTo(2);
    }
}
