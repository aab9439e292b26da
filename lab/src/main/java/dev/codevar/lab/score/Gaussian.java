package dev.codevar.lab.score;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;

/** A normal distribution of d dimensions by its mean and its covariance, in float64; immutable. */
public final class Gaussian {
    private final double[] mean_d;
    private final double[] covariance_dd;

    /**
     * @param mean_d the mean, copied
     * @param covariance_dd the covariance row by row, d·d numbers, copied
     */
    public Gaussian(double[] mean_d, double[] covariance_dd) {
        if ((long) mean_d.length * mean_d.length != covariance_dd.length) {
            throw new InvalidInputException("a mean of " + mean_d.length + " numbers and a covariance of "
                    + covariance_dd.length + " do not fit together");
        }
        if (!isFinite(mean_d) || !isFinite(covariance_dd)) {
            throw new InvalidInputException("a mean or a covariance is not finite");
        }
        this.mean_d = mean_d.clone();
        this.covariance_dd = covariance_dd.clone();
    }

    private static boolean isFinite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
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
