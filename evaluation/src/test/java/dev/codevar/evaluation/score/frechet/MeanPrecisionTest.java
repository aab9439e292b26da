package dev.codevar.evaluation.score.frechet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.tensor.Libtorch;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against numpy, and against what float32 is known to lose. */
class MeanPrecisionTest {
    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void knownFeatures() {
        assertThat(distance(MeanPrecision.FLOAT64)).isCloseTo(0.8446157104678562, within(1e-12));
        assertThat(distance(MeanPrecision.FLOAT32)).isCloseTo(0.8446156512605754, within(1e-12));
    }

    private static double distance(MeanPrecision means) {
        return FrechetDistance.between(means.gaussian(Lattice.REFERENCE), means.gaussian(Lattice.SAMPLES), means);
    }

    @Test
    void float32AddsRowsOneAfterTheOther() {
        // From 2^24 on float32 has no odd numbers: of 1 added to it nothing is left, however often.
        float[] values = new float[17 * 1024 + 4000];
        Arrays.fill(values, 1023);
        Arrays.fill(values, 17 * 1024, values.length, 1);
        FeatureArray features = new FeatureArray(values, 1);
        double exact = (1023.0 * 17 * 1024 + 4000) / values.length;
        assertThat(MeanPrecision.FLOAT64.gaussian(features).mean()).containsExactly(exact);
        // 17·1024 times 1023 is above 2^24 and a multiple of 1024 that float32 reaches but for rounding of single
        // steps.
        double reached = MeanPrecision.FLOAT32.gaussian(features).mean()[0];
        assertThat(reached).isNotEqualTo((float) exact).isCloseTo(exact, within(1.0));
        assertThat(MeanPrecision.FLOAT32.gaussian(features).covariance())
                .isEqualTo(MeanPrecision.FLOAT64.gaussian(features).covariance());
    }
}
