package dev.codevar.picture.format;

import dev.codevar.fault.CodeVarException;

/**
 * The first picture of a GIF file: its size, palette and transparency, and where its packed pixels begin.
 *
 * <p>The JDK's reader is not asked: it joins comments in time that grows with their square, wherever they hide, and writes a table of
 * 4,096 entries anew for every few bits that say so.
 */
public final class GifFrame {
    private static final int HEADER = 13;
    private static final int DESCRIPTOR = 10;
    private static final int EXTENSION = 0x21;
    private static final int CONTROL = 0xf9;
    private static final int CONTROL_LENGTH = 4;
    private static final int PICTURE = 0x2c;
    private static final int INTERLACED = 0x40;
    private static final byte WHITE = (byte) 255;

    private final FileBytes in;
    private final String name;
    private final PictureBudget budget;
    private int paletteAt;
    private int colours;
    private int transparent = -1;
    private int pictureAt;
    private int blocks;

    private GifFrame(byte[] file, String name, PictureBudget budget) {
        this.in = new FileBytes(file, name, "GIF");
        this.name = name;
        this.budget = budget;
    }

    /** {@return whether the bytes begin as a GIF file does} */
    public static boolean isGif(byte[] file) {
        return new FileBytes(file, "", "").has(0, "GIF8");
    }

    /**
     * @param file not copied
     * @param name what an error calls it
     * @param budget what it may have
     * @throws CodeVarException when the file ends before its first picture does, or is over the budget
     */
    public static GifFrame of(byte[] file, String name, PictureBudget budget) {
        GifFrame frame = new GifFrame(file, name, budget);
        frame.walk();
        return frame;
    }

    private void walk() {
        int at = palette(HEADER - 3, HEADER);
        while (in.at(at) == EXTENSION) {
            if (in.at(at + 1) == CONTROL && in.at(at + 2) == CONTROL_LENGTH) {
                transparent = (in.at(at + 3) & 1) == 0 ? -1 : in.at(at + 6);
            }
            at = skipBlocks(at + 2);
        }
        if (in.at(at) != PICTURE) {
            throw in.broken("the GIF has no picture");
        }
        pictureAt = at;
        budget.requireSize(name, width(), height());
        skipBlocks(packedAt() + 1);
    }

    /**
     * Takes the palette that the flags at {@code flagsAt} announce, if they do.
     *
     * @return where what follows it begins
     */
    private int palette(int flagsAt, int at) {
        int flags = in.at(flagsAt);
        if ((flags & 0x80) == 0) {
            return at;
        }
        paletteAt = at;
        colours = 2 << (flags & 7);
        in.requireUpTo(at + 3L * colours);
        return at + 3 * colours;
    }

    private int packedAt() {
        return palette(pictureAt + DESCRIPTOR - 1, pictureAt + DESCRIPTOR);
    }

    private int skipBlocks(int from) {
        int at = from;
        int length;
        do {
            length = in.at(at);
            at += 1 + length;
            budget.requireBlocks(name, ++blocks);
        } while (length != 0);
        return at;
    }

    /** {@return the picture's width in pixels: that of the first picture, not of the screen it is laid on} */
    public int width() {
        return in.littleShort(pictureAt + 5);
    }

    /** {@return the picture's height in pixels} */
    public int height() {
        return in.littleShort(pictureAt + 7);
    }

    /**
     * {@return the pixels: red, green, blue, row by row; white where they are transparent}
     *
     * @throws CodeVarException when there are not enough of them, or they are broken
     */
    public byte[] rgb() {
        int packedAt = packedAt();
        int width = width();
        byte[] numbers = new GifPixels(in, packedAt).unpack(width * height());
        byte[] rgb = new byte[3 * numbers.length];
        int[] order = rows((in.at(pictureAt + DESCRIPTOR - 1) & INTERLACED) != 0);
        for (int row = 0; row < order.length; row++) {
            for (int x = 0; x < width; x++) {
                int number = numbers[row * width + x] & 0xff;
                int to = 3 * (order[row] * width + x);
                for (int channel = 0; channel < 3; channel++) {
                    rgb[to + channel] = number == transparent ? WHITE : colour(number, channel);
                }
            }
        }
        return rgb;
    }

    /** Without a palette the numbers are greys; those beyond a palette's end are black. */
    private byte colour(int number, int channel) {
        if (colours == 0) {
            return (byte) number;
        }
        return number < colours ? (byte) in.at(paletteAt + 3 * number + channel) : 0;
    }

    /** {@return for each stored row, in order, which of the picture it is} */
    private int[] rows(boolean interlaced) {
        int[] rows = new int[height()];
        int stored = 0;
        int[][] passes = interlaced ? new int[][] {{0, 8}, {4, 8}, {2, 4}, {1, 2}} : new int[][] {{0, 1}};
        for (int[] pass : passes) {
            for (int row = pass[0]; row < rows.length; row += pass[1]) {
                rows[stored++] = row;
            }
        }
        return rows;
    }
}
