package dev.codevar.picture;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which pixels of a picture are to be made anew (true = regenerate) and which are kept; immutable. */
public final class Mask {
    private final int width;
    private final int height;
    private final boolean[] regenerate;

    private Mask(int width, int height, boolean[] regenerate) {
        this.width = width;
        this.height = height;
        this.regenerate = regenerate;
    }

    /**
     * A mask given pixel by pixel.
     *
     * @param width in pixels, 1 or more
     * @param height in pixels, 1 or more
     * @param regenerate width·height values, row by row, copied
     * @throws InvalidInputException when a side is not positive or the values are not width·height
     */
    public static Mask of(int width, int height, boolean[] regenerate) {
        int pixels = Picture.bytesOf(width, height) / Picture.CHANNELS;
        if (regenerate.length != pixels) {
            throw new InvalidInputException(
                    "a " + width + "x" + height + " mask has " + pixels + " values, not " + regenerate.length);
        }
        return new Mask(width, height, regenerate.clone());
    }

    /**
     * The mask of a picture that regenerates one box and keeps the rest.
     *
     * @param picture whose size the mask has
     * @param box within the picture
     * @throws InvalidInputException when the box is empty or reaches outside, naming the legal range
     */
    public static Mask box(Picture picture, Box box) {
        return box(picture.width(), picture.height(), box);
    }

    /**
     * The mask of a picture of this size that regenerates one box and keeps the rest.
     *
     * @param width of the picture in pixels, 1 or more
     * @param height of the picture in pixels, 1 or more
     * @param box within the picture
     * @throws InvalidInputException when the box is empty or reaches outside, naming the legal range
     */
    public static Mask box(int width, int height, Box box) {
        boolean[] regenerate = new boolean[Picture.bytesOf(width, height) / Picture.CHANNELS];
        Ranges.index("the box's left column", box.x(), width);
        Ranges.index("the box's top row", box.y(), height);
        Ranges.between("the box's width", box.width(), 1, width - box.x());
        Ranges.between("the box's height", box.height(), 1, height - box.y());
        for (int row = box.y(); row < box.y() + box.height(); row++) {
            Arrays.fill(regenerate, row * width + box.x(), row * width + box.x() + box.width(), true);
        }
        return new Mask(width, height, regenerate);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /**
     * Whether this pixel is to be made anew.
     *
     * @param x column, 0 to width−1
     * @param y row, 0 to height−1
     * @throws InvalidInputException when out of range
     */
    public boolean regenerate(int x, int y) {
        Ranges.index("column", x, width);
        Ranges.index("row", y, height);
        return regenerate[y * width + x];
    }

    /** {@return how many pixels are to be made anew} */
    public int pixelsToRegenerate() {
        int pixels = 0;
        for (boolean one : regenerate) {
            pixels += one ? 1 : 0;
        }
        return pixels;
    }

    /** The mask that keeps what this one regenerates, and the reverse. */
    public Mask inverted() {
        boolean[] flipped = new boolean[regenerate.length];
        for (int i = 0; i < flipped.length; i++) {
            flipped[i] = !regenerate[i];
        }
        return new Mask(width, height, flipped);
    }

    /**
     * The mask at another size, by the nearest rule of torch's {@code interpolate(mode="nearest")}: a pixel takes the
     * value at floor(position · old/new).
     *
     * @param newWidth 1 or more
     * @param newHeight 1 or more
     * @throws InvalidInputException when a side is not positive
     */
    public Mask atSize(int newWidth, int newHeight) {
        boolean[] resized = new boolean[Picture.bytesOf(newWidth, newHeight) / Picture.CHANNELS];
        for (int y = 0; y < newHeight; y++) {
            int row = nearest(y, height, newHeight) * width;
            for (int x = 0; x < newWidth; x++) {
                resized[y * newWidth + x] = regenerate[row + nearest(x, width, newWidth)];
            }
        }
        return new Mask(newWidth, newHeight, resized);
    }

    /** In float32 as torch computes it: for some sizes its rounding lands one below the exact quotient. */
    static int nearest(int position, int oldSize, int newSize) {
        float scale = (float) oldSize / newSize;
        return Math.min((int) Math.floor(position * scale), oldSize - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mask that
                && width == that.width
                && height == that.height
                && Arrays.equals(regenerate, that.regenerate);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(regenerate);
    }

    @Override
    public String toString() {
        return "Mask " + width + "x" + height;
    }
}
