package dev.codevar.evaluation.score.frechet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {
    private static final int DIMENSIONS = 5;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void meanAndCovarianceOfAFewNumbers() {
        Gaussian gaussian = of(new double[][] {{1, 10}, {2, 30}, {6, 20}}).gaussian();
        assertThat(gaussian.mean()).containsExactly(3, 20);
        // Deviations −2, −1, 3 and −10, 10, 0: squares 14 and 200, products 10; each divided by 2.
        assertThat(gaussian.covariance()).containsExactly(7, 5, 5, 100);
    }

    @Test
    void agreesWithTwoPassesOverTheData() {
        double[][] rows = noise(1000, 3);
        Gaussian gaussian = of(rows).gaussian();
        for (int i = 0; i < DIMENSIONS; i++) {
            assertThat(gaussian.mean()[i]).isCloseTo(mean(rows, i), within(1e-9));
            for (int j = 0; j < DIMENSIONS; j++) {
                assertThat(gaussian.covariance()[i * DIMENSIONS + j]).isCloseTo(covariance(rows, i, j), within(1e-8));
            }
        }
    }

    @Test
    void aLargeMeanCostsNothing() {
        // Multiples of 1/8 around 1000 are exact: so is their covariance.
        Gaussian gaussian = of(new double[][] {{1000}, {1000.125}, {999.875}}).gaussian();
        assertThat(gaussian.mean()).containsExactly(1000);
        assertThat(gaussian.covariance()).containsExactly(1.0 / 64);
    }

    @Test
    void shardsMergedEqualTheWholeToTheBit() {
        double[][] rows = noise(9000, 4);
        Gaussian whole = of(rows).gaussian();
        for (int[] bounds : new int[][] {{0, 1, 9000}, {0, 37, 4096, 4100, 9000}}) {
            FeatureStatistics merged = new FeatureStatistics(DIMENSIONS);
            for (int shard = 0; shard + 1 < bounds.length; shard++) {
                merged.merge(of(Arrays.copyOfRange(rows, bounds[shard], bounds[shard + 1])));
            }
            assertThat(merged.count()).isEqualTo(9000);
            assertThat(merged.gaussian().mean()).isEqualTo(whole.mean());
            assertThat(merged.gaussian().covariance()).isEqualTo(whole.covariance());
        }
    }

    @Test
    void blocksOfAMatrixEqualTheWholeToTheBit() {
        Features features = Lattice.of(9000, 5, 37, 101, 11, 257, 0.3);
        FeatureStatistics merged = FeatureStatistics.of(Lattice.first(features, 4097));
        merged.merge(
                FeatureStatistics.of(features.select(IntStream.range(4097, 9000).toArray())));
        Gaussian whole = FeatureStatistics.of(features).gaussian();
        assertThat(merged.gaussian().mean()).isEqualTo(whole.mean());
        assertThat(merged.gaussian().covariance()).isEqualTo(whole.covariance());
    }

    @Test
    void aNumberOutsideIsNamedByItsRow() {
        FeatureStatistics statistics = of(new double[][] {{1, 2}, {3, 4}});
        assertThatThrownBy(() -> statistics.add(Tensor.create(new double[] {1, 2, 3, 4, -2000, 5}, 3, 2)))
                .hasMessage("row 4 of the features, from 0, holds -2000.0, which is not a number between -1024.0 and"
                        + " 1024.0");
        // What was refused was not counted.
        assertThat(statistics.gaussian().mean()).containsExactly(2, 3);
        Features features = new FeatureArray(new float[] {1, 2, 3, 4, 5, 2000, 7, 8}, 1);
        assertThatThrownBy(() -> FeatureStatistics.of(features, new RowBlock(4, 3)))
                .hasMessageStartingWith("row 5 of the features, from 0, holds 2000.0");
    }

    @Test
    void orderChangesNothing() {
        double[][] rows = noise(300, 5);
        double[][] backwards = IntStream.range(0, rows.length)
                .mapToObj(i -> rows[rows.length - 1 - i])
                .toArray(double[][]::new);
        assertThat(of(backwards).gaussian().covariance())
                .isEqualTo(of(rows).gaussian().covariance());
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        FeatureStatistics statistics = new FeatureStatistics(2);
        assertThatThrownBy(statistics::gaussian).hasMessage("a covariance needs at least 2 features, got 0");
        for (double bad : new double[] {1024, -1024, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> of(new double[][] {{0, bad}}))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("-1024.0 and 1024.0");
        }
        assertThatThrownBy(() -> statistics.add(Tensor.create(new double[3], 1, 3)))
                .hasMessage("features are no rows of 2 numbers");
        assertThatThrownBy(() -> statistics.merge(new FeatureStatistics(3))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new FeatureStatistics(0)).hasMessage("dimensions 0 is not between 1 and 4096");
    }

    /** {@return the statistics of all rows at once} */
    static FeatureStatistics of(double[][] rows) {
        return Scoped.value(() -> {
            FeatureStatistics statistics = new FeatureStatistics(rows[0].length);
            double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
            statistics.add(Tensor.create(flat, rows.length, rows[0].length));
            return statistics;
        });
    }

    private static double[][] noise(int rows, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, rows)
                .mapToObj(i -> IntStream.range(0, DIMENSIONS)
                        .mapToDouble(j -> j + random.nextGaussian() * (j + 1))
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double mean(double[][] rows, int i) {
        return Arrays.stream(rows).mapToDouble(row -> row[i]).average().orElseThrow();
    }

    private static double covariance(double[][] rows, int i, int j) {
        double meanOfI = mean(rows, i);
        double meanOfJ = mean(rows, j);
        return Arrays.stream(rows)
                        .mapToDouble(row -> (row[i] - meanOfI) * (row[j] - meanOfJ))
                        .sum()
                / (rows.length - 1);
    }
}
