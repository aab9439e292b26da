package dev.codevar.evaluation.score.frechet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.score.Lattice;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against closed forms, and one number that scipy's matrix square root gave. */
class FrechetDistanceTest {
    private static final int DIMENSIONS = 24;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void equalDistributionsAreNoDistanceApart() {
        assertThat(FrechetDistance.between(random(1, 200), random(1, 200))).isCloseTo(0, within(1e-9));
        // With fewer features than dimensions the covariance is singular.
        assertThat(FrechetDistance.between(random(2, 7), random(2, 7))).isCloseTo(0, within(1e-9));
    }

    @Test
    void shiftedMeanIsItsSquare() {
        Gaussian one = random(3, 100);
        double[] mean = one.mean();
        double square = 0;
        for (int i = 0; i < mean.length; i++) {
            double shift = 0.1 * i - 1;
            mean[i] += shift;
            square += shift * shift;
        }
        assertThat(FrechetDistance.between(one, new Gaussian(mean, one.covariance())))
                .isCloseTo(square, within(1e-9));
    }

    @Test
    void diagonalCovariancesAreSquaresOfRootsApart() {
        Gaussian one = diagonal(0, 1, 4, 9, 0.25);
        Gaussian other = diagonal(2, 0, 1, 9, 4);
        assertThat(FrechetDistance.between(one, other)).isCloseTo(2 + 1 + 1 + 0 + 2.25, within(1e-12));
    }

    @Test
    void unitMeansInManyDimensions() {
        double[] ones = new double[300];
        Arrays.fill(ones, 1);
        double[] unit = diagonal(ones).covariance();
        assertThat(FrechetDistance.between(new Gaussian(new double[300], unit), new Gaussian(ones, unit)))
                .isCloseTo(300, within(1e-9));
    }

    @Test
    void rotatingBothChangesNothing() {
        Gaussian one = random(4, 60);
        Gaussian other = random(5, 80);
        double distance = FrechetDistance.between(one, other);
        assertThat(distance).isPositive();
        assertThat(FrechetDistance.between(rotated(one), rotated(other))).isCloseTo(distance, within(1e-9));
        assertThat(FrechetDistance.between(one, rotated(other))).isNotCloseTo(distance, within(1e-3));
        assertThat(FrechetDistance.between(other, one)).isCloseTo(distance, within(1e-9));
    }

    @Test
    void knownFeatures() {
        // By scipy.linalg.sqrtm and numpy.cov in float64.
        assertThat(FrechetDistance.between(Lattice.REFERENCE, Lattice.SAMPLES))
                .isCloseTo(0.8446157104678562, within(1e-11));
    }

    @Test
    void fewerFeaturesThanDimensions() {
        // Variances 2 and 8 in directions at right angles, and means 3 apart: squared 9, traces 2 and 8, no root.
        Features one = new FeatureArray(new float[] {-1, 0, 0, 1, 0, 0}, 3);
        Features other = new FeatureArray(new float[] {0, -2, 3, 0, 2, 3}, 3);
        assertThat(FrechetDistance.between(one, other)).isCloseTo(9 + 2 + 8, within(1e-12));
        assertThat(FrechetDistance.between(one, one)).isCloseTo(0, within(1e-12));
        Features wide = Lattice.of(50, 64, 37, 101, 11, 263, 0);
        Features wider = Lattice.of(300, 64, 53, 67, 13, 257, 0);
        assertThat(FrechetDistance.between(wide, wider))
                .isCloseTo(
                        FrechetDistance.between(
                                FeatureStatistics.of(wide).gaussian(),
                                FeatureStatistics.of(wider).gaussian()),
                        within(1e-6));
        assertThatThrownBy(() -> FrechetDistance.between(Lattice.first(wide, 1), wide))
                .hasMessage("a covariance needs at least 2 features, got 1");
    }

    @Test
    void whatIsNoCovarianceIsRefused() {
        assertThatThrownBy(() -> FrechetDistance.between(diagonal(1, -1e-3), diagonal(1, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a covariance has the eigenvalue -0.00100, which is below 0");
        assertThatThrownBy(() -> new Gaussian(new double[2], new double[] {1, 0.5, 0.25, 1}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a covariance is not symmetric: elements differ from their mirror's by 0.250");
        // What rounding leaves is no reason.
        assertThat(FrechetDistance.between(diagonal(1, -1e-12), diagonal(1, 0))).isCloseTo(0, within(1e-11));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> FrechetDistance.between(diagonal(1, 2), diagonal(1, 2, 3)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("distributions of 2 and of 3 dimensions cannot be compared");
        assertThatThrownBy(() -> new Gaussian(new double[2], new double[3])).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new Gaussian(new double[1], new double[] {Double.NaN}))
                .isInstanceOf(InvalidInputException.class);
    }

    /** {@return the distribution of {@code count} features that hang on each other} */
    private static Gaussian random(long seed, int count) {
        Random random = new Random(seed);
        double[][] rows = IntStream.range(0, count)
                .mapToObj(i -> {
                    double common = random.nextGaussian();
                    return IntStream.range(0, DIMENSIONS)
                            .mapToDouble(j -> common + random.nextGaussian() * (1 + seed * j / 50.0))
                            .toArray();
                })
                .toArray(double[][]::new);
        return FeatureStatisticsTest.of(rows).gaussian();
    }

    private static Gaussian diagonal(double... variances) {
        int d = variances.length;
        double[] covariance = new double[d * d];
        for (int i = 0; i < d; i++) {
            covariance[i * d + i] = variances[i];
        }
        return new Gaussian(new double[d], covariance);
    }

    /** {@return the distribution turned by 30 degrees in every plane of two neighbouring dimensions, one after the other} */
    private static Gaussian rotated(Gaussian gaussian) {
        int d = gaussian.dimensions();
        double[] mean = gaussian.mean();
        double[] covariance = gaussian.covariance();
        for (int i = 0; i + 1 < d; i++) {
            turn(mean, i, i + 1);
            for (int row = 0; row < d; row++) {
                turn(covariance, row * d + i, row * d + i + 1);
            }
            for (int column = 0; column < d; column++) {
                turn(covariance, i * d + column, (i + 1) * d + column);
            }
        }
        return new Gaussian(mean, covariance);
    }

    private static void turn(double[] values, int x, int y) {
        double cosine = Math.cos(Math.PI / 6);
        double sine = Math.sin(Math.PI / 6);
        double turnedX = cosine * values[x] - sine * values[y];
        values[y] = sine * values[x] + cosine * values[y];
        values[x] = turnedX;
    }
}
