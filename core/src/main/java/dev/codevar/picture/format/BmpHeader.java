package dev.codevar.picture.format;

import dev.codevar.fault.CodeVarException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** The header of a BMP file: sizes that are believed only as far as there are bytes. */
public final class BmpHeader {
    private static final int FILE_SIZE_AT = 2;
    private static final int PIXELS_AT = 10;
    private static final int HEADER_AT = 14;
    private static final int OLD_HEADER = 12;
    private static final int COMPRESSION_AT = 30;
    private static final int IMAGE_SIZE_AT = 34;
    private static final int COLOURS_AT = 46;
    private static final int COLOUR_SPACE_AT = 70;
    private static final int HEADER_WITH_COLOUR_SPACE = 108;
    private static final int SRGB = 0x73524742;
    private static final Set<Integer> COMPRESSED = Set.of(1, 2);
    private static final Set<Integer> FOREIGN = Set.of(4, 5);

    private final byte[] file;
    private final FileBytes in;
    private final int headerLength;
    private final int width;
    private final int height;

    private BmpHeader(byte[] file, String name, PictureBudget budget) {
        this.file = file;
        in = new FileBytes(file, name, "BMP");
        headerLength = in.littleInt(HEADER_AT);
        boolean old = headerLength == OLD_HEADER;
        int compression = old ? 0 : in.littleInt(COMPRESSION_AT);
        if (FOREIGN.contains(compression)) {
            // Its size is not what this header tells.
            throw in.broken("a BMP with a JPEG or PNG inside");
        }
        width = old ? in.littleShort(18) : in.littleInt(18);
        // Rows from the top down are said by a negative height.
        long rows = old ? in.littleShort(20) : Math.abs((long) in.littleInt(22));
        budget.requireSize(name, width, rows);
        height = (int) rows;
        int bits = in.littleShort(old ? 24 : 28);
        if (!COMPRESSED.contains(compression)) {
            long row = ((long) width * bits + 31) / 32 * 4;
            in.requireUpTo(unsigned(PIXELS_AT) + row * height);
        }
        if (!old) {
            requireFits(IMAGE_SIZE_AT);
            requireFits(COLOURS_AT);
        }
    }

    /** {@return whether the bytes begin as a BMP file does} */
    public static boolean isBmp(byte[] file) {
        return new FileBytes(file, "", "").has(0, "BM");
    }

    /**
     * @param file not copied
     * @param name what an error calls it
     * @param budget what it may have
     * @throws CodeVarException when it is too short for what it announces, or over the budget
     */
    public static BmpHeader of(byte[] file, String name, PictureBudget budget) {
        return new BmpHeader(file, name, budget);
    }

    private long unsigned(int place) {
        return Integer.toUnsignedLong(in.littleInt(place));
    }

    /** What this many bytes are set aside for must be there. */
    private void requireFits(int place) {
        in.requireUpTo(unsigned(place));
    }

    /** {@return the picture's width in pixels} */
    public int width() {
        return width;
    }

    /** {@return the picture's height in pixels} */
    public int height() {
        return height;
    }

    /** {@return the same picture as a BMP file that says its true length, and no colour profile} */
    public byte[] pixelsOnly() {
        byte[] pixels = file.clone();
        ByteBuffer out = ByteBuffer.wrap(pixels).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(FILE_SIZE_AT, file.length);
        if (headerLength >= HEADER_WITH_COLOUR_SPACE && file.length >= COLOUR_SPACE_AT + 4) {
            out.putInt(COLOUR_SPACE_AT, SRGB);
        }
        return pixels;
    }
}
