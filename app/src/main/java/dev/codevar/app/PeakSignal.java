package dev.codevar.app;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Picture;

/** How near a picture comes to another: the peak signal-to-noise ratio of their 8-bit values. */
final class PeakSignal {
    private static final double PEAK = 255;

    private PeakSignal() {}

    /** {@return the ratio in decibels, infinite for equal pictures} */
    static double ratio(Picture one, Picture other) {
        byte[] left = one.rgb();
        byte[] right = other.rgb();
        if (one.width() != other.width() || left.length != right.length) {
            throw new InvalidInputException("pictures of different sizes cannot be compared: " + one.width() + "x"
                    + one.height() + " and " + other.width() + "x" + other.height());
        }
        long squares = 0;
        for (int i = 0; i < left.length; i++) {
            int difference = (left[i] & 0xFF) - (right[i] & 0xFF);
            squares += (long) difference * difference;
        }
        return 10 * Math.log10(PEAK * PEAK * left.length / squares);
    }
}
