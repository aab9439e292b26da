package dev.codevar.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.CoDe;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.sampling.PictureText;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.SampleProgress;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code codevar sample}: 12 pictures of 3 classes. */
class SampledPicturesTest {
    private static final int TOTAL = 12;

    @TempDir
    static Path temp;

    private static CoDe code;

    @BeforeAll
    static void drawARun() {
        code = CoDe.open(Path.of("..", "models", "fashion32"), Device.CPU, Precision.FLOAT32);
        new RunSampler(code, PictureText.NONE, SampleProgress.NONE).run(run(false, 1), temp.resolve("run"));
    }

    @AfterAll
    static void close() {
        code.close();
    }

    private static SampleRun run(boolean npzOnly, int shards) {
        return new SampleRun(
                1,
                "v",
                "kernels",
                "fashion32",
                "f",
                "small",
                "cpu",
                "float32",
                1,
                1.5,
                List.of(1.0),
                List.of(100),
                0.96,
                List.of(1, 5, 9),
                4,
                42,
                4,
                32,
                npzOnly,
                null,
                1,
                shards);
    }

    @Test
    void folderAndArrayAreTheSamePictures() {
        try (PictureSet folder = PictureSet.open(temp.resolve("run"));
                PictureSet array = PictureSet.open(temp.resolve("run.npz"))) {
            assertThat(folder.count()).isEqualTo(TOTAL);
            assertThat(folder.run()).isEqualTo(run(false, 1));
            assertThat(array.run()).isEqualTo(run(false, 1));
            assertThat(TestPictures.read(folder, 0, TOTAL)).isEqualTo(TestPictures.read(array, 0, TOTAL));
        }
    }

    @Test
    void aRunWithoutFilesIsReadFromItsArray() {
        Path only = temp.resolve("only");
        new RunSampler(code, PictureText.NONE, SampleProgress.NONE).run(run(true, 1), only);
        try (PictureSet folder = PictureSet.open(only)) {
            assertThat(folder.count()).isEqualTo(TOTAL);
            assertThat(folder.run()).isEqualTo(run(true, 1));
        }
    }

    @Test
    void partsOfARunAreNone() {
        Path shard = temp.resolve("shard");
        new RunSampler(code, PictureText.NONE, SampleProgress.NONE).run(run(false, 2), shard);
        assertThatThrownBy(() -> PictureSet.open(shard))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("shard 1 of 2")
                .hasMessageContaining("codevar sample merge");
        Path begun = temp.resolve("begun");
        new RunSampler(code, PictureText.NONE, SampleProgress.NONE).run(run(false, 1), begun);
        assertThat(begun.resolve("complete").toFile().delete()).isTrue();
        assertThatThrownBy(() -> PictureSet.open(begun))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("codevar sample --out " + begun + " goes on");
    }

    @Test
    void anotherArrayBesideTheFolderIsNoRun() throws IOException {
        Path folder = temp.resolve("other");
        Files.createDirectories(folder);
        Files.copy(temp.resolve("run").resolve("run.json"), folder.resolve("run.json"));
        try (PictureSet array = PictureSet.open(TestPictures.random(3, 0, 1).npz(temp.resolve("other.npz")))) {
            assertThat(array.run()).isNull();
        }
    }

    /** Labels of the reference are those of the run too, from its npz. */
    @Test
    void distancesOfClasses() {
        Path reference = temp.resolve("labelled.npz");
        int[] labels = run(false, 1).labels();
        assertThat(labels).hasSize(TOTAL).containsOnly(1, 5, 9);
        Features pool;
        try (PictureSet set = PictureSet.open(temp.resolve("run.npz"));
                Corners network = new Corners()) {
            pool = Scoped.value(
                    () -> FeatureArray.of(network.apply(set.read(0, TOTAL)).narrow(1, 0, Corners.POOL)));
        }
        float[] moved = numbers(pool);
        for (int i = 0; i < moved.length; i++) {
            moved[i] += labels[i / Corners.POOL];
        }
        try (NpzWriter npz = NpzWriter.create(reference)) {
            try (NpzArray array = npz.array("features", NpyHeader.of(NpyType.FLOAT32, TOTAL, Corners.POOL))) {
                array.write(moved);
            }
            try (NpzArray array = npz.array("labels", NpyHeader.of(NpyType.INT32, TOTAL))) {
                array.write(labels);
            }
            npz.commit();
        }
        SortedMap<Integer, Double> distances = perClass(reference);
        // Every class has the reference's covariance, and each of 6 means is its label away.
        assertThat(distances.keySet()).containsExactly(1, 5, 9);
        distances.forEach((label, distance) -> assertThat(distance).isCloseTo(6.0 * label * label, within(1e-2)));
        assertThat(perClass(temp.resolve("run")).values())
                .allSatisfy(distance -> assertThat(distance).isCloseTo(0, within(1e-2)));
    }

    private static SortedMap<Integer, Double> perClass(Path reference) {
        return new Evaluation(new Corners(), Scoring.published(), new FeaturePlaces(null), EvaluationProgress.NONE)
                .run(temp.resolve("run.npz"), reference, new Wanted(true, false, List.of()))
                .perClass();
    }

    private static float[] numbers(Features features) {
        float[] numbers = new float[features.count() * features.dimensions()];
        features.read(0, FloatBuffer.wrap(numbers));
        return numbers;
    }
}
