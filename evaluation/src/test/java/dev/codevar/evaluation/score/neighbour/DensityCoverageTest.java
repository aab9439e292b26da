package dev.codevar.evaluation.score.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DensityCoverageTest {
    @ParameterizedTest
    @ValueSource(ints = {7, 60, 10_000})
    void knownFeatures(int block) {
        assertThat(DensityCoverage.of(Lattice.REFERENCE, Lattice.SAMPLES, 3, block))
                .isEqualTo(new DensityCoverage(1.45, 1));
    }

    @Test
    void whatTheseDistancesLeaveOut() {
        DensityCoverage scores = DensityCoverage.of(
                Lattice.of(200, 64, 37, 101, 11, 263, 0), Lattice.of(300, 64, 53, 67, 13, 257, 0), 3, 128);
        // By numpy.
        assertThat(scores.density()).isCloseTo(0.42, within(1e-12));
        assertThat(scores.coverage()).isEqualTo(0.85);
    }

    @Test
    void samplesInOneBallCoverNoOther() {
        Features reference = new FeatureArray(new float[] {0, 1, 100, 101, 200, 202}, 1);
        Features samples = new FeatureArray(new float[] {0.5f, 0.25f, 50, 201}, 1);
        // In balls of 0 and of 1 two samples each, in those of 200 and of 202 one each; six balls over four samples.
        assertThat(DensityCoverage.of(reference, samples, 1, 4)).isEqualTo(new DensityCoverage(6 / 4.0, 4 / 6.0));
    }
}
