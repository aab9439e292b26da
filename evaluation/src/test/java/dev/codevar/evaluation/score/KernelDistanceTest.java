package dev.codevar.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.tensor.Libtorch;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KernelDistanceTest {
    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void knownFeatures() {
        assertThat(KernelDistance.between(Lattice.REFERENCE, Lattice.first(Lattice.SAMPLES, 60)))
                .isCloseTo(5.925117580537119, within(1e-11));
    }

    @Test
    void twoAndThreeNumbers() {
        // Kernels (xy + 1)³: within {0, 1} 1; within {1, 2, −1} 27, 0 and −1; across 1, 1, 1, 8, 27 and 0.
        Features one = new FeatureArray(new float[] {0, 1}, 1);
        Features other = new FeatureArray(new float[] {1, 2, -1}, 1);
        assertThat(KernelDistance.between(one, other)).isCloseTo(1 + 26 / 3.0 - 2 * 38 / 6.0, within(1e-12));
    }

    @Test
    void manyRowsAreSummedInBlocks() {
        // Half of the 5000 are 0 and half 1: kernels 1, and 8 between two that are 1.
        float[] values = new float[5000];
        Arrays.fill(values, 2500, 5000, 1);
        double pairsOfOnes = 2500.0 * 2499;
        double pairs = 5000.0 * 4999;
        double within = (8 * pairsOfOnes + (pairs - pairsOfOnes)) / pairs;
        double across = 1 + 7 / 4.0;
        Features features = new FeatureArray(values, 1);
        assertThat(KernelDistance.between(features, features)).isCloseTo(2 * within - 2 * across, within(1e-10));
    }

    @Test
    void aSubsetOfAllIsTheWhole() {
        Features samples = Lattice.first(Lattice.SAMPLES, 60);
        KernelDistance distance = KernelDistance.ofSubsets(Lattice.REFERENCE, samples, 3, 60, 1);
        assertThat(distance.mean()).isCloseTo(5.925117580537119, within(1e-10));
        assertThat(distance.std()).isCloseTo(0, within(1e-10));
    }

    @Test
    void subsetsAverageToTheWholeAndDependOnTheSeedAlone() {
        KernelDistance distance = KernelDistance.ofSubsets(Lattice.REFERENCE, Lattice.SAMPLES, 400, 20, 1);
        double whole = KernelDistance.between(Lattice.REFERENCE, Lattice.SAMPLES);
        assertThat(distance.std()).isPositive();
        assertThat(distance.mean()).isCloseTo(whole, within(4 * distance.std() / 20));
        assertThat(KernelDistance.ofSubsets(Lattice.REFERENCE, Lattice.SAMPLES, 400, 20, 1))
                .isEqualTo(distance);
        assertThat(KernelDistance.ofSubsets(Lattice.REFERENCE, Lattice.SAMPLES, 400, 20, 2))
                .isNotEqualTo(distance);
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThatThrownBy(() -> KernelDistance.ofSubsets(Lattice.REFERENCE, Lattice.SAMPLES, 3, 61, 1))
                .hasMessage("subset size 61 is not between 2 and 60, the features of the smaller set");
        assertThatThrownBy(() -> KernelDistance.ofSubsets(Lattice.REFERENCE, Lattice.SAMPLES, 0, 60, 1))
                .hasMessage("subsets 0 is less than 1");
        assertThatThrownBy(() -> KernelDistance.between(Lattice.first(Lattice.SAMPLES, 1), Lattice.SAMPLES))
                .hasMessage("a kernel distance needs at least 2 features, got 1");
    }
}
