package dev.codevar.evaluation.score.neighbour;

import static dev.codevar.evaluation.score.neighbour.DistanceArithmetic.FLOAT16_COMPATIBLE;
import static dev.codevar.evaluation.score.neighbour.DistanceArithmetic.FLOAT32;
import static dev.codevar.evaluation.score.neighbour.DistanceArithmetic.FLOAT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionRecallTest {
    @ParameterizedTest
    @EnumSource
    void knownFeatures(DistanceArithmetic arithmetic) {
        assertThat(PrecisionRecall.of(Lattice.REFERENCE, Lattice.SAMPLES, arithmetic))
                .isEqualTo(new PrecisionRecall(79 / 80.0, 52 / 60.0, 0));
    }

    @Test
    void whereFloat16AndFloat32Differ() {
        Features reference = Lattice.of(200, 64, 37, 101, 11, 263, 0);
        Features samples = Lattice.of(300, 64, 53, 67, 13, 257, 0);
        assertThat(PrecisionRecall.of(reference, samples, FLOAT32))
                .isEqualTo(new PrecisionRecall(222 / 300.0, 191 / 200.0, 0));
        assertThat(PrecisionRecall.of(reference, samples, FLOAT16_COMPATIBLE))
                .isEqualTo(new PrecisionRecall(224 / 300.0, 191 / 200.0, 0));
        Features other = Lattice.of(120, 64, 37, 101, 11, 257, 0);
        Features otherSamples = Lattice.of(160, 64, 53, 67, 13, 251, 0);
        assertThat(PrecisionRecall.of(other, otherSamples, FLOAT32).recall()).isEqualTo(104 / 120.0);
        assertThat(PrecisionRecall.of(other, otherSamples, FLOAT16_COMPATIBLE).recall())
                .isEqualTo(105 / 120.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 37, 60, 79})
    void blocksChangeNothing(int block) {
        Features reference = Lattice.of(120, 64, 37, 101, 11, 257, 0);
        Features samples = Lattice.of(160, 64, 53, 67, 13, 251, 0);
        for (DistanceArithmetic arithmetic : DistanceArithmetic.values()) {
            assertThat(PrecisionRecall.of(reference, samples, arithmetic, 3, block))
                    .isEqualTo(PrecisionRecall.of(reference, samples, arithmetic));
        }
    }

    @Test
    void blocksThatFloat16CannotHoldAreComputedInFloat32() {
        // Norms of 64·300² are beyond float16 in the first block of the samples alone.
        float[] values = new float[160 * 64];
        Features plain = Lattice.of(160, 64, 53, 67, 13, 251, 0);
        for (int i = 0; i < 160; i++) {
            float[] row = Lattice.row(plain, i);
            for (int j = 0; j < 64; j++) {
                values[i * 64 + j] = row[j] + (i == 0 ? 300 : 0);
            }
        }
        Features samples = new FeatureArray(values, 64);
        Features reference = Lattice.of(80, 64, 37, 101, 11, 257, 0);
        // Of the samples' own 2x2 blocks three hold the first row, of 1x2 with the reference one.
        PrecisionRecall compatible = PrecisionRecall.of(reference, samples, FLOAT16_COMPATIBLE, 3, 80);
        assertThat(compatible.redone()).isEqualTo(4);
        assertThat(compatible.precision()).isBetween(0.0, 1.0);
        assertThat(PrecisionRecall.of(reference, samples, FLOAT32, 3, 80).redone())
                .isZero();
    }

    @Test
    void productsBeyondFloat16AreNoDistancesOfZero() {
        // Norms of 40,000 fit into float16, twice their product does not: minus infinity must not be clamped to 0.
        float[] values = {200, 0, 200, 10, 200, 20, 200, 40, 200, 80};
        Features features = new FeatureArray(values, 2);
        PrecisionRecall scores = PrecisionRecall.of(
                features, new FeatureArray(new float[] {200, -150, 200, -149}, 2), FLOAT16_COMPATIBLE, 1, 10);
        assertThat(scores.redone()).isPositive();
        assertThat(scores.precision()).isZero();
    }

    @Test
    void equalDistancesCountAsIn() {
        // The reference's radii are 1, and 3 is exactly 1 from 2.
        Features reference = new FeatureArray(new float[] {0, 1, 2}, 1);
        Features samples = new FeatureArray(new float[] {3, 3.5f}, 1);
        for (DistanceArithmetic arithmetic : DistanceArithmetic.values()) {
            // The samples' radii are 0.5, which leaves all of the reference out.
            assertThat(PrecisionRecall.of(reference, samples, arithmetic, 1, 10))
                    .isEqualTo(new PrecisionRecall(0.5, 0, 0));
        }
        // Density and coverage count it as out.
        assertThat(DensityCoverage.of(reference, samples, 1, 10)).isEqualTo(new DensityCoverage(0, 0));
    }

    @Test
    void narrowSamplesArePreciseAndRecallLittle() {
        PrecisionRecall scores = PrecisionRecall.of(noise(1, 500, 3), noise(2, 500, 0.1), FLOAT16_COMPATIBLE);
        assertThat(scores.precision()).isGreaterThan(0.8);
        assertThat(scores.recall()).isLessThan(0.3);
    }

    @Test
    void aSetRecallsItself() {
        assertThat(PrecisionRecall.of(Lattice.SAMPLES, Lattice.SAMPLES, FLOAT64))
                .isEqualTo(new PrecisionRecall(1, 1, 0));
    }

    @Test
    void neighboursThatAreNotThereAreRefused() {
        Features three = Lattice.first(Lattice.SAMPLES, 3);
        assertThatThrownBy(() -> PrecisionRecall.of(Lattice.REFERENCE, three, FLOAT32))
                .hasMessage("neighbours 3 is not between 1 and 2, one less than there are features");
    }

    private static FeatureArray noise(long seed, int count, double scale) {
        Random random = new Random(seed);
        float[] values = new float[count * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        return new FeatureArray(values, 8);
    }
}
