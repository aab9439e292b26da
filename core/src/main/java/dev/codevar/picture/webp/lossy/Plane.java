package dev.codevar.picture.webp.lossy;

import java.util.Arrays;

/** Brightness or a colour of a whole picture, in whole blocks, with the values that prediction takes for what lies outside. */
final class Plane {
    private static final int ABOVE_ALL = 127;
    private static final int LEFT_OF_ALL = 129;

    private final int stride;
    private final byte[] values;

    Plane(int width, int height) {
        stride = width + 1;
        values = new byte[stride * (height + 1)];
        Arrays.fill(values, 0, stride, (byte) ABOVE_ALL);
        for (int y = 0; y < height; y++) {
            set(-1, y, LEFT_OF_ALL);
        }
    }

    /** {@return the place of a value in {@link #array}} */
    int place(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    /** {@return how far apart rows lie in {@link #array}} */
    int stride() {
        return stride;
    }

    byte[] array() {
        return values;
    }

    /** {@return the value there, 0 to 255; columns and rows count from -1 on} */
    int at(int x, int y) {
        return values[place(x, y)] & 0xff;
    }

    void set(int x, int y, int value) {
        values[place(x, y)] = (byte) value;
    }

    void add(int x, int y, int difference) {
        int place = place(x, y);
        values[place] = (byte) within((values[place] & 0xff) + difference);
    }

    /** {@return the nearest of 0 to 255} */
    static int within(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
