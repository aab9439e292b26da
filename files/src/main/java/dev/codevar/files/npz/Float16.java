package dev.codevar.files.npz;

/** The half precision of IEEE 754, which Java knows only from 20 on. */
final class Float16 {
    private static final int FRACTION_BITS = 10;
    private static final int LARGEST_EXPONENT = 31;
    private static final int BIAS = 15;

    private Float16() {}

    /** {@return the number of those bits} */
    static float toFloat(short bits) {
        int exponent = bits >> FRACTION_BITS & LARGEST_EXPONENT;
        int fraction = bits & (1 << FRACTION_BITS) - 1;
        float size;
        if (exponent == LARGEST_EXPONENT) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((float) fraction, 1 - BIAS - FRACTION_BITS);
        } else {
            size = Math.scalb((float) (fraction + (1 << FRACTION_BITS)), exponent - BIAS - FRACTION_BITS);
        }
        return bits < 0 ? -size : size;
    }
}
