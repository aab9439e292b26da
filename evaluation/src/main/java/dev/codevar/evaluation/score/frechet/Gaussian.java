package dev.codevar.evaluation.score.frechet;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;

/** A normal distribution of d dimensions by its mean and its covariance, in float64; immutable. */
public final class Gaussian {
    /** Rounding of float32 leaves mirrored elements as far apart, in units of the largest. */
    private static final double ROUNDING = 1e-6;

    private final double[] mean_d;
    private final double[] covariance_dd;

    /**
     * @param mean_d the mean, copied
     * @param covariance_dd the covariance row by row, d·d numbers, copied
     * @throws InvalidInputException if they do not fit, are not finite, or the covariance is not symmetric
     */
    public Gaussian(double[] mean_d, double[] covariance_dd) {
        if ((long) mean_d.length * mean_d.length != covariance_dd.length) {
            throw new InvalidInputException("a mean of " + mean_d.length + " numbers and a covariance of "
                    + covariance_dd.length + " do not fit together");
        }
        if (!isFinite(mean_d) || !isFinite(covariance_dd)) {
            throw new InvalidInputException("a mean or a covariance is not finite");
        }
        checkSymmetric(covariance_dd, mean_d.length);
        this.mean_d = mean_d.clone();
        this.covariance_dd = covariance_dd.clone();
    }

    private static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static void checkSymmetric(double[] covariance_dd, int d) {
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double element = covariance_dd[i * d + j];
                largest = Math.max(largest, Math.abs(element));
                apart = Math.max(apart, Math.abs(element - covariance_dd[j * d + i]));
            }
        }
        if (apart > ROUNDING * largest) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT, "a covariance is not symmetric: elements differ from their mirror's by %.3g", apart));
        }
    }

    /** {@return d} */
    public int dimensions() {
        return mean_d.length;
    }

    /** {@return a copy of the mean} */
    public double[] mean() {
        return mean_d.clone();
    }

    /** {@return a copy of the covariance, row by row} */
    public double[] covariance() {
        return covariance_dd.clone();
    }
}
