package dev.codevar.picture.tiff;

import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.FileBytes;
import dev.codevar.picture.format.PictureBudget;

/** The first picture of a TIFF file: its size, how the camera was held, and its pixels. */
public final class TiffFile {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int ORIENTATION = 274;

    private final int width;
    private final int height;
    private final int orientation;
    private final TiffParts parts;
    private final TiffColours colours;

    private TiffFile(byte[] file, String name, PictureBudget budget) {
        FileBytes in = new FileBytes(file, name, "TIFF");
        TiffFields fields = new TiffFields(in);
        long columns = fields.get(WIDTH, 0);
        long rows = fields.get(HEIGHT, 0);
        budget.requireSize(name, columns, rows);
        width = (int) columns;
        height = (int) rows;
        long turned = fields.get(ORIENTATION, 1);
        orientation = turned >= 1 && turned <= 8 ? (int) turned : 1;
        TiffSamples samples = new TiffSamples(in, fields);
        colours = new TiffColours(in, fields, samples);
        parts = new TiffParts(in, fields, samples, width, height);
        parts.require(budget.pixels());
    }

    /** {@return whether the bytes begin as a TIFF file does} */
    public static boolean isTiff(byte[] file) {
        FileBytes in = new FileBytes(file, "", "");
        return in.has(0, "II*\0") || in.has(0, "MM\0*") || in.has(0, "II+\0") || in.has(0, "MM\0+");
    }

    /**
     * @param file not copied
     * @param name what an error calls it
     * @param budget what it may have
     * @throws CodeVarException when it is broken, of a kind that is not read, or over the budget
     */
    public static TiffFile of(byte[] file, String name, PictureBudget budget) {
        return new TiffFile(file, name, budget);
    }

    /** {@return the picture's width in pixels, as stored} */
    public int width() {
        return width;
    }

    /** {@return the picture's height in pixels, as stored} */
    public int height() {
        return height;
    }

    /** {@return how the picture is turned, as Exif counts: 1 for upright to 8} */
    public int orientation() {
        return orientation;
    }

    /**
     * {@return the pixels: red, green, blue, row by row; laid on white where they are transparent}
     *
     * @throws CodeVarException when there are not enough of them, or they are broken
     */
    public byte[] rgb() {
        return colours.rgb(parts.samples());
    }
}
