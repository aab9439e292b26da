package dev.codevar.picture.format;

/** What becomes of colours that are not all of what is seen: those seen through on white, and inks on each other. */
public final class Blend {
    private static final int FULL = 255;
    private static final int MIDDLE = 128;

    private Blend() {}

    /**
     * {@return a colour's value on white}
     *
     * @param value 0 to 255
     * @param alpha 0 for transparent to 255
     */
    public static byte onWhite(int value, int alpha) {
        return (byte) ((value * alpha + FULL * (FULL - alpha) + FULL / 2) / FULL);
    }

    /**
     * {@return the light that an ink leaves of what black leaves, as Pillow has it}
     *
     * @param ink 0 to 255
     * @param left 255 less the black ink
     */
    public static byte light(int ink, int left) {
        int product = ink * left + MIDDLE;
        return (byte) Math.max(0, left - (((product >> 8) + product) >> 8));
    }
}
