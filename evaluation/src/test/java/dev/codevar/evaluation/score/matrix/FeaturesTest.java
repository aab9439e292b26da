package dev.codevar.evaluation.score.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.score.InceptionScore;
import dev.codevar.evaluation.score.KernelDistance;
import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.evaluation.score.frechet.FrechetDistance;
import dev.codevar.evaluation.score.neighbour.DensityCoverage;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.evaluation.score.neighbour.PrecisionRecall;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void rowsOfAnArray() {
        FeatureArray features = new FeatureArray(new float[] {1, 2, 3, 4, 5, 6}, 2);
        assertThat(features.count()).isEqualTo(3);
        assertThat(read(features, 1, 2)).containsExactly(3, 4, 5, 6);
        assertThat(read(features.select(2, 0), 0, 2)).containsExactly(5, 6, 1, 2);
        Scoped.value(() -> {
            FeatureArray copy = FeatureArray.of(Tensor.create(new double[] {7, 8, 9}, 3, 1));
            assertThat(read(copy, 0, 3)).containsExactly(7, 8, 9);
            return copy;
        });
    }

    @Test
    void rowsOfAFile() throws IOException {
        // 1.2 MB, more than is read together.
        FeatureArray features = Lattice.of(3000, 100, 37, 101, 11, 257, 0);
        try (FeatureFile file = FeatureFile.open(write(features), 100)) {
            assertThat(file.count()).isEqualTo(3000);
            assertThat(read(file, 0, 3000)).isEqualTo(read(features, 0, 3000));
            assertThat(read(file, 2998, 2)).isEqualTo(read(features, 2998, 2));
        }
    }

    /** Half precision by its bits, as IEEE 754 has them. */
    @Test
    void featuresOfTheOnlyArrayInFloat16() {
        byte[] bits = {0, 0x3C, 0, (byte) 0xC0, 0, 0x38, (byte) 0xFF, 0x7B, 1, 0, 0x55, 0x35};
        Path file = folder.resolve("clip.npz");
        try (NpzWriter npz = NpzWriter.create(file)) {
            try (NpzArray array = npz.array("feats", NpyHeader.of(NpyType.FLOAT16, 2, 3))) {
                array.write(bits);
            }
            npz.commit();
        }
        List<String> notes = new ArrayList<>();
        assertThat(read(NpyFeatures.read(file, notes::add), 0, 2))
                .containsExactly(1, -2, 0.5F, 65504, 0x1p-24F, 0x1.554p-2F);
        assertThat(notes).containsExactly(file + ": its features are the array 'feats', the only one");
        Path several = Path.of("../files/src/test/resources/npz/stored.npz");
        assertThatThrownBy(() -> NpyFeatures.read(several, notes::add))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("stored.npz holds 8 arrays, not one of features: 'arr_0', 'floats'");
    }

    @Test
    void filesThatHoldNoRowsAreRefused() throws IOException {
        Path file = write(Lattice.REFERENCE);
        assertThatThrownBy(() -> FeatureFile.open(file, 7))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1920 bytes, which are no rows of 7 float32 numbers");
        assertThatThrownBy(() -> FeatureFile.open(folder.resolve("nothing"), 8))
                .isInstanceOf(CodeVarException.class)
                .hasMessageEndingWith("no such file or folder");
        try (FeatureFile cut = FeatureFile.open(file, 8)) {
            Files.write(file, new byte[32]);
            assertThatThrownBy(() -> read(cut, 0, 2)).hasMessageEndingWith("it ends early");
        }
    }

    @Test
    void numbersThatAreNoneAreNamedByTheirRow() {
        for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            float[] values = new float[5000 * 2];
            values[4321 * 2 + 1] = bad;
            FeatureArray features = new FeatureArray(values, 2);
            for (Runnable use : new Runnable[] {
                () -> FeatureStatistics.of(features),
                () -> PrecisionRecall.of(features, features, DistanceArithmetic.FLOAT32, 3, 1000),
                () -> KernelDistance.between(features, features),
                () -> InceptionScore.ofLogits(features, 5000)
            }) {
                assertThatThrownBy(use::run)
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessage("row 4321 of the features, from 0, is not finite");
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new FeatureArray(new float[5], 2)).hasMessage("5 numbers are no rows of 2");
        assertThatThrownBy(() -> Lattice.REFERENCE.rows(59, 2))
                .hasMessage("2 rows from 59 of 60 rows of 8 numbers cannot be read together");
        Features wider = new FeatureArray(new float[60 * 9], 9);
        String message = "features of 8 and of 9 dimensions cannot be compared";
        assertThatThrownBy(() -> PrecisionRecall.of(Lattice.SAMPLES, wider, DistanceArithmetic.FLOAT32))
                .hasMessage(message);
        assertThatThrownBy(() -> DensityCoverage.of(Lattice.SAMPLES, wider, 3, 100))
                .hasMessage(message);
        assertThatThrownBy(() -> KernelDistance.between(Lattice.SAMPLES, wider)).hasMessage(message);
        assertThatThrownBy(() -> FrechetDistance.between(Lattice.SAMPLES, wider))
                .hasMessage("distributions of 8 and of 9 dimensions cannot be compared");
    }

    private Path write(Features features) throws IOException {
        float[] values = read(features, 0, features.count());
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Files.write(folder.resolve("features"), bytes.array());
    }

    private static float[] read(Features features, int first, int rows) {
        return Scoped.value(() -> {
            float[] values = new float[rows * features.dimensions()];
            features.rows(first, rows).data_ptr_float().get(values);
            return values;
        });
    }
}
