package dev.codevar.picture;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An 8-bit RGB picture, row by row from the top left, 3 bytes a pixel (red, green, blue); immutable. */
public final class Picture {
    /** Red, green, blue. */
    static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] rgb;

    /**
     * @param width in pixels, 1 or more
     * @param height in pixels, 1 or more
     * @param rgb width·height·3 bytes, copied
     * @throws InvalidInputException when a side is not positive or the bytes are not as many as the sides ask for
     */
    public Picture(int width, int height, byte[] rgb) {
        this(rgb.clone(), width, height);
    }

    /** Takes the array as it is: for makers of this package who hand over what they alone hold. */
    private Picture(byte[] rgb, int width, int height) {
        long expected = bytesOf(width, height);
        if (rgb.length != expected) {
            throw new InvalidInputException(
                    "a " + width + "x" + height + " picture has " + expected + " bytes, not " + rgb.length);
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    static Picture owning(int width, int height, byte[] rgb) {
        return new Picture(rgb, width, height);
    }

    /**
     * The bytes of a picture of these sides.
     *
     * @throws InvalidInputException when a side is not positive or the picture would not fit into an array
     */
    static int bytesOf(long width, long height) {
        if (width < 1 || height < 1) {
            throw new InvalidInputException("a picture of " + width + "x" + height + " pixels; each side must be >= 1");
        }
        long most = Integer.MAX_VALUE / CHANNELS;
        if (width > most || height > most || width * height > most) {
            throw new InvalidInputException(
                    "a picture of " + width + "x" + height + " pixels; at most " + most + " pixels are possible");
        }
        return (int) (width * height * CHANNELS);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /** A copy of the bytes: width·height·3, row by row, red, green, blue. */
    public byte[] rgb() {
        return rgb.clone();
    }

    /**
     * One value.
     *
     * @param x column, 0 to width−1
     * @param y row, 0 to height−1
     * @param channel 0 red, 1 green, 2 blue
     * @return 0 to 255
     * @throws InvalidInputException when one of them is out of its range
     */
    public int sample(int x, int y, int channel) {
        Ranges.index("column", x, width);
        Ranges.index("row", y, height);
        Ranges.index("channel", channel, CHANNELS);
        return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
    }

    /** Row y's bytes, copied into {@code into} from {@code at} on. */
    void copyRow(int y, byte[] into, int at) {
        System.arraycopy(rgb, y * width * CHANNELS, into, at, width * CHANNELS);
    }

    /**
     * Every pixel as a square of {@code factor} x {@code factor} pixels.
     *
     * @param factor 1 or more
     * @throws InvalidInputException when the factor is less than 1 or the result would not fit into an array
     */
    public Picture scaledBy(int factor) {
        if (factor < 1) {
            throw new InvalidInputException("a scale factor of " + factor + "; it must be >= 1");
        }
        if (factor == 1) {
            return this;
        }
        byte[] large = new byte[bytesOf((long) width * factor, (long) height * factor)];
        int rowBytes = width * factor * CHANNELS;
        for (int y = 0; y < height; y++) {
            int top = y * factor * rowBytes;
            for (int x = 0; x < width * factor; x++) {
                int from = (y * width + x / factor) * CHANNELS;
                System.arraycopy(rgb, from, large, top + x * CHANNELS, CHANNELS);
            }
            for (int copy = 1; copy < factor; copy++) {
                System.arraycopy(large, top, large, top + copy * rowBytes, rowBytes);
            }
        }
        return owning(width * factor, height * factor, large);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Picture that
                && width == that.width
                && height == that.height
                && Arrays.equals(rgb, that.rgb);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return "Picture " + width + "x" + height;
    }
}
