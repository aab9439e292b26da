package dev.codevar.picture.tiff;

import dev.codevar.picture.format.FileBytes;

/** How a TIFF's pixels are made up of numbers: how many each has, of how many bits, which of them mean something. */
final class TiffSamples {
    private static final int BITS = 258;
    private static final int PHOTOMETRIC = 262;
    private static final int PER_PIXEL = 277;
    private static final int EXTRA = 338;
    private static final int FORMAT = 339;
    private static final int MOST = 5;
    private static final int WIDE = 16;

    private final Kind kind;
    private final int perPixel;
    private final int bits;
    private final int alpha;
    private final boolean bigEndian;

    /** What the numbers of a pixel mean. */
    enum Kind {
        WHITE_IS_ZERO(1),
        GREY(1),
        RGB(3),
        PALETTE(1),
        INKS(4);

        final int samples;

        Kind(int samples) {
            this.samples = samples;
        }
    }

    TiffSamples(FileBytes in, TiffFields fields) {
        long photometric = fields.at(PHOTOMETRIC, 0);
        kind = switch ((int) photometric) {
            case 0 -> Kind.WHITE_IS_ZERO;
            case 1 -> Kind.GREY;
            case 2 -> Kind.RGB;
            case 3 -> Kind.PALETTE;
            case 5 -> Kind.INKS;
            default ->
                throw in.broken("a TIFF of unsupported colours (" + photometric
                        + "); greys, palettes, red-green-blue and four inks are read");
        };
        long count = fields.get(PER_PIXEL, 1);
        if (count < kind.samples || count > MOST) {
            throw in.broken("a TIFF of an unsupported kind (" + count + " samples a pixel)");
        }
        perPixel = (int) count;
        bits = (int) fields.get(BITS, 1);
        boolean few = kind.samples == 1 && (bits == 1 || bits == 2 || bits == 4);
        if (!few && bits != 8 && (bits != WIDE || kind == Kind.PALETTE)) {
            throw in.broken("a TIFF of an unsupported kind (" + bits + " bits a sample)");
        }
        for (int i = 1; i < Math.min(perPixel, fields.count(BITS)); i++) {
            if (fields.at(BITS, i) != bits) {
                throw in.broken("a TIFF of an unsupported kind (samples of different bits)");
            }
        }
        if (fields.get(FORMAT, 1) != 1) {
            throw in.broken("a TIFF of an unsupported kind (signed or floating-point samples)");
        }
        // 1: colours are multiplied by it already; 2: they are not; others mean something else.
        long extra = fields.get(EXTRA, 0);
        alpha = perPixel > kind.samples && kind != Kind.PALETTE && (extra == 1 || extra == 2) ? (int) extra : 0;
        bigEndian = fields.bigEndian();
    }

    Kind kind() {
        return kind;
    }

    int perPixel() {
        return perPixel;
    }

    int bits() {
        return bits;
    }

    /** {@return how many of a pixel's numbers are kept: those of its colour, and its alpha if it has one} */
    int kept() {
        return kind.samples + (alpha > 0 ? 1 : 0);
    }

    /** {@return whether the last number kept says how far a pixel is seen} */
    boolean transparent() {
        return alpha > 0;
    }

    /** {@return whether colours are multiplied by their alpha} */
    boolean multiplied() {
        return alpha == 1;
    }

    /** {@return a number of a row as one of 0 to 255; of a palette as it is} */
    byte eightBits(byte[] row, int from, int place) {
        if (bits == 8) {
            return row[from + place];
        }
        if (bits == WIDE) {
            return (byte) ((wide(row, from + 2 * place) * 255 + 32767) / 65535);
        }
        int bit = place * bits;
        int most = (1 << bits) - 1;
        int value = row[from + (bit >> 3)] >> (8 - bits - (bit & 7)) & most;
        return (byte) (kind == Kind.PALETTE ? value : value * (255 / most));
    }

    /** {@return how many bytes a row of so many numbers has} */
    long rowBytes(long numbers) {
        return (numbers * bits + 7) / 8;
    }

    /** Adds to each number of a row the one of the pixel before it. */
    void undoDifferences(byte[] rows, int from, int numbers, int step) {
        for (int i = step; i < numbers; i++) {
            if (bits == 8) {
                rows[from + i] += rows[from + i - step];
            } else {
                int at = from + 2 * i;
                int sum = wide(rows, at) + wide(rows, at - 2 * step);
                rows[at] = (byte) (bigEndian ? sum >> 8 : sum);
                rows[at + 1] = (byte) (bigEndian ? sum : sum >> 8);
            }
        }
    }

    private int wide(byte[] rows, int at) {
        int first = rows[at] & 0xff;
        int second = rows[at + 1] & 0xff;
        return bigEndian ? first << 8 | second : second << 8 | first;
    }
}
