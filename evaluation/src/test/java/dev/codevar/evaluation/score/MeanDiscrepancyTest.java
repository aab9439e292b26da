package dev.codevar.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import org.junit.jupiter.api.Test;

class MeanDiscrepancyTest {

    /** By numpy, from the definition. */
    @Test
    void knownFeatures() {
        assertThat(MeanDiscrepancy.between(Lattice.SAMPLES, Lattice.REFERENCE))
                .isCloseTo(2.677641486604987, within(1e-10));
        assertThat(MeanDiscrepancy.between(Lattice.REFERENCE, Lattice.SAMPLES))
                .isCloseTo(2.677641486604987, within(1e-10));
    }

    @Test
    void equalSetsHaveNone() {
        assertThat(MeanDiscrepancy.between(Lattice.SAMPLES, Lattice.SAMPLES)).isCloseTo(0, within(1e-10));
    }

    /** Two points at distance r: 1 + 1 - 2 exp(-r^2/200), times 1000. */
    @Test
    void twoPoints() {
        Features one = new FeatureArray(new float[] {0, 0}, 2);
        Features other = new FeatureArray(new float[] {6, 8}, 2);
        assertThat(MeanDiscrepancy.between(one, other)).isCloseTo(2000 * (1 - Math.exp(-0.5)), within(1e-9));
    }

    @Test
    void otherDimensionsAreRefused() {
        assertThatThrownBy(() -> MeanDiscrepancy.between(Lattice.SAMPLES, new FeatureArray(new float[3], 3)))
                .isInstanceOf(InvalidInputException.class);
    }
}
