package dev.codevar.evaluation.score.frechet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.tensor.Libtorch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FrechetIntervalTest {
    private static final Gaussian REFERENCE =
            new Gaussian(new double[] {0, 0, 0}, new double[] {2, 1, 0, 1, 3, 1, 0, 1, 1});

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    private static FrechetInterval interval(Features samples, int draws, double confidence, long seed) {
        Gaussian gaussian = FeatureStatistics.of(samples).gaussian();
        return FrechetInterval.of(samples, gaussian, REFERENCE, draws, confidence, seed);
    }

    @Test
    void agreesWithDistancesOfOtherSamples() {
        Features samples = samples(0);
        FrechetInterval interval = interval(samples, 2000, 0.9, 1);
        assertThat(interval.distance())
                .isEqualTo(FrechetDistance.between(FeatureStatistics.of(samples).gaussian(), REFERENCE));
        double[] others = new double[300];
        for (int i = 0; i < others.length; i++) {
            others[i] =
                    FrechetDistance.between(FeatureStatistics.of(samples(i + 1)).gaussian(), REFERENCE);
        }
        double mean = Arrays.stream(others).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(others)
                .map(other -> (other - mean) * (other - mean))
                .average()
                .orElseThrow());
        // 300 numbers say their own deviation to 4%; three times that.
        assertThat(interval.standardError()).isCloseTo(deviation, within(0.12 * deviation));
        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.645 * deviation, within(0.5 * deviation));
        assertThat(interval.distance()).isBetween(interval.low(), interval.high());
    }

    @Test
    void dependsOnTheSeedAlone() {
        FrechetInterval interval = interval(samples(0), 100, 0.95, 7);
        assertThat(interval(samples(0), 100, 0.95, 7)).isEqualTo(interval);
        assertThat(interval(samples(0), 100, 0.95, 8)).isNotEqualTo(interval);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> interval(Lattice.first(samples(0), 3), 100, 0.95, 1))
                .hasMessage("an interval needs more features than their 3 dimensions, got 3");
        assertThatThrownBy(() -> interval(samples(0), 1, 0.95, 1)).hasMessageContaining("draws 1 is less than 2");
        assertThatThrownBy(() -> interval(samples(0), 10, 1, 1)).hasMessageContaining("confidence 1.0");
    }

    private static Features samples(long seed) {
        Random random = new Random(seed);
        float[] values = new float[2000 * 3];
        for (int i = 0; i < values.length; i += 3) {
            double common = random.nextGaussian();
            values[i] = (float) (0.5 + random.nextGaussian());
            values[i + 1] = (float) (common + random.nextGaussian());
            values[i + 2] = (float) (0.5 * common + random.nextGaussian() - 0.3);
        }
        return new FeatureArray(values, 3);
    }

    @Test
    void textsSayThePercentage() {
        assertThat(FrechetInterval.percent(0.95)).isEqualTo("95%");
        assertThat(FrechetInterval.percent(0.995)).isEqualTo("99.5%");
        assertThat(FrechetInterval.percent(0.5)).isEqualTo("50%");
    }
}
