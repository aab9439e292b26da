package dev.codevar.picture.webp.lossy;

import java.util.Arrays;

/** Reads the coefficients of large blocks: 16 blocks of brightness, 4 of each colour, 16 numbers a block (RFC 6386, 13). */
final class Coefficients {
    /** In a large block. */
    static final int BLOCKS = 24;

    static final int PER_BLOCK = 16;

    private static final int BRIGHTNESS_WITHOUT_MEAN = 0;
    private static final int MEANS = 1;
    private static final int COLOUR = 2;
    private static final int BRIGHTNESS = 3;

    private static final int DECISIONS = 11;
    private static final int OF_BAND = 3 * DECISIONS;
    private static final int OF_KIND = 8 * OF_BAND;
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    /** The probabilities of the bits of large numbers. */
    private static final int[][] LARGE = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    /** Of each column of blocks: 4 of brightness, 2 and 2 of colours, 1 of means. */
    private static final int COLUMNS = 9;

    private final int[] probabilities;
    /** Whether the last block of each column had anything. */
    private final byte[] above;

    private final byte[] left = new byte[COLUMNS];
    private final int[] values = new int[BLOCKS * PER_BLOCK];
    private final int[] means = new int[PER_BLOCK];
    private BoolReader in;

    /**
     * @param across how many large blocks a row has
     */
    Coefficients(FrameHeader header, int across, BoolReader in) {
        this.probabilities = header.probabilities();
        this.above = new byte[COLUMNS * across];
        this.in = in;
    }

    /** {@return those of the last block read: first brightness, then blue, then red; 16 numbers a small block, row by row} */
    int[] values() {
        return values;
    }

    void beginRow(BoolReader row) {
        in = row;
        Arrays.fill(left, (byte) 0);
    }

    /** Leaves out a large block, in column {@code x}. */
    void skip(int x, boolean small) {
        int kept = small ? 1 : 0;
        Arrays.fill(left, 0, COLUMNS - kept, (byte) 0);
        Arrays.fill(above, COLUMNS * x, COLUMNS * (x + 1) - kept, (byte) 0);
        Arrays.fill(values, 0);
    }

    /**
     * Reads a large block's, in column {@code x}.
     *
     * @param small whether the blocks of brightness have their means in themselves
     * @return whether any small block has something in it
     */
    boolean read(int x, boolean small, QuantizerSteps steps) {
        Arrays.fill(values, 0);
        int from = 0;
        if (!small) {
            Arrays.fill(means, 0);
            block(MEANS, 0, x, 8, 8, means, 0, steps.firstOfMeans(), steps.othersOfMeans());
            InverseTransforms.means(means, values);
            from = 1;
        }
        int kind = small ? BRIGHTNESS : BRIGHTNESS_WITHOUT_MEAN;
        boolean any = false;
        for (int i = 0; i < 16; i++) {
            int at = i * PER_BLOCK;
            any |= block(kind, from, x, i % 4, i / 4, values, at, steps.first(), steps.others());
        }
        for (int i = 0; i < 8; i++) {
            int column = 4 + i / 4 * 2;
            int at = (16 + i) * PER_BLOCK;
            any |= block(
                    COLOUR,
                    0,
                    x,
                    column + i % 2,
                    column + i % 4 / 2,
                    values,
                    at,
                    steps.firstOfColour(),
                    steps.othersOfColour());
        }
        return any;
    }

    /** {@return whether there is something in it: a first number that is not 0, or numbers behind it, even if they all are 0} */
    private boolean block(
            int kind, int from, int x, int column, int row, int[] into, int at, int firstStep, int otherSteps) {
        int neighbours = above[COLUMNS * x + column] + left[row];
        int end = tokens(kind, from, neighbours, into, at, firstStep, otherSteps);
        byte any = (byte) (end > from ? 1 : 0);
        above[COLUMNS * x + column] = any;
        left[row] = any;
        return end > 1 || into[at] != 0;
    }

    /** {@return the place behind the last number} */
    private int tokens(int kind, int from, int neighbours, int[] into, int at, int firstStep, int otherSteps) {
        int place = from;
        int p = kind * OF_KIND + BANDS[place] * OF_BAND + neighbours * DECISIONS;
        while (place < PER_BLOCK && in.bit(probabilities[p]) == 1) {
            while (in.bit(probabilities[p + 1]) == 0) {
                place++;
                p = kind * OF_KIND + BANDS[place] * OF_BAND;
                if (place == PER_BLOCK) {
                    return PER_BLOCK;
                }
            }
            int size = in.bit(probabilities[p + 2]) == 0 ? 1 : large(p);
            int value = in.flag() ? -size : size;
            // Decoders keep 16 bits of it.
            into[at + ZIGZAG[place]] = (short) (value * (place == 0 ? firstStep : otherSteps));
            place++;
            p = kind * OF_KIND + BANDS[place] * OF_BAND + (size == 1 ? DECISIONS : 2 * DECISIONS);
        }
        return place;
    }

    private int large(int p) {
        if (in.bit(probabilities[p + 3]) == 0) {
            return in.bit(probabilities[p + 4]) == 0 ? 2 : 3 + in.bit(probabilities[p + 5]);
        }
        if (in.bit(probabilities[p + 6]) == 0) {
            return in.bit(probabilities[p + 7]) == 0 ? 5 + in.bit(159) : 7 + 2 * in.bit(165) + in.bit(145);
        }
        int high = in.bit(probabilities[p + 8]);
        int category = 2 * high + in.bit(probabilities[p + 9 + high]);
        int more = 0;
        for (int probability : LARGE[category]) {
            more = 2 * more + in.bit(probability);
        }
        return 3 + (8 << category) + more;
    }
}
