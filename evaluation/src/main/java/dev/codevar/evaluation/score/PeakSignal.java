package dev.codevar.evaluation.score;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Picture;

/** How near pictures come to others: the peak signal-to-noise ratio of their 8-bit values, over all pairs added. */
public final class PeakSignal {
    private static final double PEAK = 255;

    private long squares;
    private long values;

    /** {@return the ratio of one pair in decibels, infinite for equal pictures} */
    public static double ratio(Picture one, Picture other) {
        PeakSignal signal = new PeakSignal();
        signal.add(one, other);
        return signal.ratio();
    }

    /**
     * {@return the ratio in decibels, infinite for equal pictures}
     *
     * @param meanSquare the mean squared difference
     * @param peak the largest difference that there can be
     */
    public static double ratio(double meanSquare, double peak) {
        return 10 * Math.log10(peak * peak / meanSquare);
    }

    /** Counts a pair in. */
    public void add(Picture one, Picture other) {
        byte[] left = one.rgb();
        byte[] right = other.rgb();
        if (one.width() != other.width() || left.length != right.length) {
            throw new InvalidInputException("pictures of different sizes cannot be compared: " + one.width() + "x"
                    + one.height() + " and " + other.width() + "x" + other.height());
        }
        for (int i = 0; i < left.length; i++) {
            int difference = (left[i] & 0xFF) - (right[i] & 0xFF);
            squares += (long) difference * difference;
        }
        values += left.length;
    }

    /** {@return the ratio of the mean square over all pairs in decibels, infinite if every pair is equal} */
    public double ratio() {
        return ratio((double) squares / values, PEAK);
    }
}
