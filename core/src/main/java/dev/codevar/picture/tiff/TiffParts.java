package dev.codevar.picture.tiff;

import dev.codevar.picture.format.FileBytes;

/** The strips or tiles that a TIFF's numbers lie in, and what they add up to. */
final class TiffParts {
    private static final int COMPRESSION = 259;
    private static final int FILL_ORDER = 266;
    private static final int STRIPS = 273;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_BYTES = 279;
    private static final int PLANAR = 284;
    private static final int PREDICTOR = 317;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILES = 324;
    private static final int TILE_BYTES = 325;

    private final FileBytes in;
    private final TiffFields fields;
    private final TiffSamples samples;
    private final long compression;
    private final int width;
    private final int height;
    private final boolean tiled;
    private final long partWidth;
    private final long partHeight;
    private final boolean separate;
    private final boolean differences;

    TiffParts(FileBytes in, TiffFields fields, TiffSamples samples, int width, int height) {
        this.in = in;
        this.fields = fields;
        this.samples = samples;
        this.width = width;
        this.height = height;
        compression = fields.get(COMPRESSION, 1);
        Unpacker.of(in, compression).close();
        tiled = fields.count(TILES) > 0;
        partWidth = tiled ? fields.get(TILE_WIDTH, 0) : width;
        partHeight = tiled ? fields.get(TILE_HEIGHT, 0) : Math.min(height, fields.get(ROWS_PER_STRIP, height));
        separate = fields.get(PLANAR, 1) == 2 && samples.perPixel() > 1;
        long predictor = Unpacker.predicts(compression) ? fields.get(PREDICTOR, 1) : 1;
        differences = predictor == 2;
        if (predictor < 1 || predictor > 2 || (differences && samples.bits() < 8) || fields.get(FILL_ORDER, 1) != 1) {
            throw in.broken("a TIFF of an unsupported kind (predictor or order of bits)");
        }
    }

    private int across() {
        return (int) ((width + partWidth - 1) / partWidth);
    }

    private int down() {
        return (int) ((height + partHeight - 1) / partHeight);
    }

    private int planes() {
        return separate ? samples.kept() : 1;
    }

    /**
     * Refuses parts that are not there, that are far larger together than a picture may be, or that are the same bytes again and
     * again: unpacking each takes time.
     */
    void require(int mostPixels) {
        if (partWidth < 1 || partHeight < 1) {
            throw in.broken("the TIFF has parts of " + partWidth + "x" + partHeight + " pixels");
        }
        // Tiles go on beyond the picture, of few pixels perhaps; of their rows those within it are unpacked.
        long most = mostPixels + mostPixels / 4L;
        if (partWidth > most || partWidth * across() * height > most) {
            throw in.broken("the TIFF's tiles have far more pixels than its picture");
        }
        long packed = 0;
        for (int i = 0; i < planes() * across() * down(); i++) {
            in.requireUpTo(offset(i) + length(i));
            packed += length(i);
        }
        if (packed > in.length()) {
            throw in.broken("the TIFF's parts lie over each other");
        }
    }

    private long offset(int part) {
        return fields.at(tiled ? TILES : STRIPS, part);
    }

    private long length(int part) {
        return fields.at(tiled ? TILE_BYTES : STRIP_BYTES, part);
    }

    /** {@return those numbers of each pixel that are kept, 0 to 255 each, row by row} */
    byte[] samples() {
        byte[] kept = new byte[width * height * samples.kept()];
        try (Unpacker unpacker = Unpacker.of(in, compression)) {
            for (int plane = 0, part = 0; plane < planes(); plane++) {
                for (int row = 0; row < down(); row++) {
                    for (int column = 0; column < across(); column++, part++) {
                        read(unpacker, part, (int) partWidth * column, (int) partHeight * row, plane, kept);
                    }
                }
            }
        }
        return kept;
    }

    private void read(Unpacker unpacker, int part, int left, int top, int plane, byte[] kept) {
        int rows = (int) Math.min(partHeight, height - top);
        int perPixel = separate ? 1 : samples.perPixel();
        int numbers = (int) partWidth * perPixel;
        long rowBytes = samples.rowBytes(numbers);
        long count = rows * rowBytes;
        if (count > Integer.MAX_VALUE - 8) {
            throw in.broken("a strip or tile of the TIFF is too large");
        }
        byte[] bytes = unpacker.unpack((int) offset(part), (int) length(part), (int) count);
        int columns = Math.min((int) partWidth, width - left);
        int perKept = separate ? 1 : samples.kept();
        for (int row = 0; row < rows; row++) {
            int from = row * (int) rowBytes;
            if (differences) {
                samples.undoDifferences(bytes, from, numbers, perPixel);
            }
            int to = ((top + row) * width + left) * samples.kept() + plane;
            for (int column = 0; column < columns; column++, to += samples.kept()) {
                for (int i = 0; i < perKept; i++) {
                    kept[to + i] = samples.eightBits(bytes, from, column * perPixel + i);
                }
            }
        }
    }
}
