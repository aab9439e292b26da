package dev.codevar.evaluation.score.frechet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.tensor.Libtorch;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClassDistancesTest {
    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void everyClassByItself() {
        int[] labels = IntStream.range(0, 80).map(i -> i % 20 == 0 ? 9 : 2).toArray();
        int[] referenceLabels = IntStream.range(0, 60)
                .map(i -> i % 10 == 0 ? 9 : i % 10 == 1 ? 4 : 2)
                .toArray();
        SortedMap<Integer, Double> distances =
                ClassDistances.between(Lattice.SAMPLES, labels, Lattice.REFERENCE, referenceLabels);
        assertThat(distances.keySet()).containsExactly(2, 9);
        // 9 has fewer features than dimensions, 2 has more: both by way of the covariance.
        for (int label : new int[] {2, 9}) {
            int[] rows = IntStream.range(0, 80).filter(i -> labels[i] == label).toArray();
            int[] referenceRows = IntStream.range(0, 60)
                    .filter(i -> referenceLabels[i] == label)
                    .toArray();
            double expected = FrechetDistance.between(
                    FeatureStatistics.of(Lattice.SAMPLES.select(rows)).gaussian(),
                    FeatureStatistics.of(Lattice.REFERENCE.select(referenceRows))
                            .gaussian());
            assertThat(distances.get(label)).isCloseTo(expected, within(1e-7));
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        int[] labels = new int[80];
        assertThatThrownBy(() -> ClassDistances.between(Lattice.SAMPLES, labels, Lattice.REFERENCE, new int[59]))
                .hasMessage("59 labels do not fit 60 features");
        ClassDistances.requireEnough(labels, new int[60]);
        assertThatThrownBy(() -> ClassDistances.requireEnough(new int[] {3, 3, 4}, new int[] {4, 4, 3, 3}))
                .hasMessage("class 4 has 1 samples and 2 features of the reference; a distance needs 2 of each");
        labels[3] = 5;
        assertThatThrownBy(() -> ClassDistances.between(Lattice.SAMPLES, labels, Lattice.REFERENCE, new int[60]))
                .hasMessage("class 5 has 1 samples and 0 features of the reference; a distance needs 2 of each");
    }
}
