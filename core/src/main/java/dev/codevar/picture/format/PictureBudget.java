package dev.codevar.picture.format;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;

/**
 * What reading one picture may take. Everything is counted in the file's bytes before a pixel is decoded, since no interrupt ends a decoder:
 * decoding takes up to about 16 bytes of memory for each pixel and 4 for each byte of the file, and time that grows with pixels times
 * scans.
 *
 * @param bytes of the file
 * @param pixels width times height
 * @param side the longer one: decoders take time for every row, however short
 * @param jpegScans how often a JPEG goes over its pixels; encoders make 10 for progressive pictures, and 18 for those of four inks
 * @param pngChunks of a PNG; encoders make one for every 8 KiB
 * @param gifBlocks of a GIF, up to the end of its first picture; encoders make one for every 255 bytes
 */
public record PictureBudget(int bytes, int pixels, int side, int jpegScans, int pngChunks, int gifBlocks) {

    /** The largest number of pixels that may be asked for. */
    public static final int MOST_PIXELS = 256 << 20;

    /** Enough for a photo of 24 million pixels: 64 MiB, 24 Mi pixels, sides of 32,768, 32 scans, 16,384 chunks, 262,144 blocks. */
    public static final PictureBudget DEFAULT = new PictureBudget(64 << 20, 24 << 20, 32_768, 32, 16_384, 262_144);

    public PictureBudget {
        requireBetween("bytes", bytes, Integer.MAX_VALUE - 64);
        requireBetween("pixels", pixels, MOST_PIXELS);
        requireBetween("side", side, Integer.MAX_VALUE);
        requireBetween("JPEG scans", jpegScans, Integer.MAX_VALUE);
        requireBetween("PNG chunks", pngChunks, Integer.MAX_VALUE);
        requireBetween("GIF blocks", gifBlocks, Integer.MAX_VALUE);
    }

    private static void requireBetween(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new InvalidInputException("a budget of " + value + " " + what + "; it must be 1.." + most);
        }
    }

    /**
     * {@return the same with another number of pixels}
     *
     * @param most 1 to {@link #MOST_PIXELS}
     * @throws InvalidInputException when it is out of range
     */
    public PictureBudget withPixels(int most) {
        return new PictureBudget(bytes, most, side, jpegScans, pngChunks, gifBlocks);
    }

    /** Refuses a file of more bytes than {@link #bytes}. */
    public void requireBytes(String name, int count) {
        requireAtMost(name, "it has", count, bytes, "bytes");
    }

    /** Refuses a picture without a pixel, of more pixels than {@link #pixels}, or with a longer side than {@link #side}. */
    public void requireSize(String name, long width, long height) {
        if (width < 1 || height < 1) {
            throw new BrokenFileException(
                    "cannot read " + name + ": " + width + "x" + height + " pixels; each side must be >= 1");
        }
        String size = width + "x" + height + " pixels";
        if (width * height > pixels) {
            throw new BrokenFileException("cannot read " + name + ": " + size + " are more than " + pixels);
        }
        if (Math.max(width, height) > side) {
            throw new BrokenFileException("cannot read " + name + ": " + size + ", but a side may have " + side);
        }
    }

    void requireScans(String name, int count) {
        requireAtMost(name, "the JPEG has", count, jpegScans, "scans");
    }

    void requireChunks(String name, int count) {
        requireAtMost(name, "the PNG has", count, pngChunks, "chunks");
    }

    void requireBlocks(String name, int count) {
        requireAtMost(name, "the GIF has", count, gifBlocks, "blocks");
    }

    private static void requireAtMost(String name, String has, int count, int most, String what) {
        if (count > most) {
            throw new BrokenFileException("cannot read " + name + ": " + has + " more than " + most + " " + what);
        }
    }
}
