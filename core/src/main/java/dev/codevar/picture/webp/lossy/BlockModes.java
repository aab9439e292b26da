package dev.codevar.picture.webp.lossy;

import java.util.Arrays;

/** Reads how each block is predicted, row by row (RFC 6386, 11). */
final class BlockModes {
    /** By the mean of its neighbours. */
    static final int MEAN = 0;
    /** By how they go on. */
    static final int SLOPE = 1;
    /** By those above it. */
    static final int ABOVE = 2;
    /** By those left of it. */
    static final int LEFT = 3;

    /** Pairs by decision: 2 or more leads on, others are modes with their sign changed; a mode of 0 is the mean. */
    private static final int[] SMALL = {0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9};

    private final BoolReader in;
    private final byte[] above;
    private final byte[] left = new byte[4];
    private final int[] modes = new int[16];
    private boolean small;
    private int colour;

    /**
     * @param across how many large blocks a row has
     */
    BlockModes(BoolReader in, int across) {
        this.in = in;
        this.above = new byte[4 * across];
    }

    void beginRow() {
        Arrays.fill(left, (byte) MEAN);
    }

    /** Reads the modes of the next large block, in column {@code x}. */
    void read(int x) {
        small = in.bit(145) == 0;
        if (small) {
            for (int i = 0; i < modes.length; i++) {
                int column = 4 * x + i % 4;
                modes[i] = smallMode(above[column], left[i / 4]);
                above[column] = (byte) modes[i];
                left[i / 4] = (byte) modes[i];
            }
        } else {
            int mode = in.bit(156) == 1 ? (in.bit(128) == 1 ? SLOPE : LEFT) : (in.bit(163) == 1 ? ABOVE : MEAN);
            modes[0] = mode;
            Arrays.fill(above, 4 * x, 4 * x + 4, (byte) mode);
            Arrays.fill(left, (byte) mode);
        }
        colour = in.bit(142) == 0 ? MEAN : in.bit(114) == 0 ? ABOVE : in.bit(183) == 0 ? LEFT : SLOPE;
    }

    private int smallMode(int aboveIt, int leftOfIt) {
        int at = 0;
        do {
            at = SMALL[at + in.bit(LossyTables.modeProbability(aboveIt, leftOfIt, at >> 1))];
        } while (at > 0);
        return -at;
    }

    /** {@return whether the brightness of the block is predicted in 16 small ones} */
    boolean isSmall() {
        return small;
    }

    /** {@return the mode of a small block, 0 to 15; or of the large one, at 0} */
    int mode(int block) {
        return modes[block];
    }

    /** {@return the mode of both colours} */
    int colour() {
        return colour;
    }
}
