package dev.codevar.picture.webp.lossy;

import dev.codevar.picture.format.FileBytes;

/** Reads the arithmetic code of VP8: decisions, each with a probability of "no" in 256ths (RFC 6386, 7). */
final class BoolReader {
    private static final int HALF = 128;

    private final FileBytes in;
    private final byte[] bytes;
    private final int end;
    private int at;
    private int range = 255;
    /** The eight bits that the next decision hangs on, and {@link #count} more. */
    private int value;

    private int count = -8;
    private int madeUp;

    /**
     * @param from the first byte's place
     * @param to behind the last one's
     */
    BoolReader(FileBytes in, int from, int to) {
        this.in = in;
        this.bytes = in.array();
        this.at = from;
        this.end = to;
    }

    /** {@return 1 for yes or 0 for no} */
    int bit(int probability) {
        while (count < 0) {
            if (at < end) {
                value = value << 8 | (bytes[at++] & 0xff);
            } else {
                value <<= 8;
                madeUp += 8;
            }
            count += 8;
        }
        int split = 1 + (((range - 1) * probability) >> 8);
        int bit = 0;
        if (value >= split << count) {
            value -= split << count;
            range -= split;
            bit = 1;
        } else {
            range = split;
        }
        int shift = Integer.numberOfLeadingZeros(range) - (Integer.SIZE - 8);
        range <<= shift;
        count -= shift;
        return bit;
    }

    boolean flag() {
        return bit(HALF) == 1;
    }

    /** {@return a number of so many bits, the high ones first} */
    int read(int bits) {
        int number = 0;
        for (int i = 0; i < bits; i++) {
            number = number << 1 | bit(HALF);
        }
        return number;
    }

    /** {@return a number of so many bits and a sign, or 0 where a flag says that there is none} */
    int optional(int bits) {
        return flag() ? signed(bits) : 0;
    }

    /** {@return a number of so many bits, and a sign behind them} */
    int signed(int bits) {
        int number = read(bits);
        return flag() ? -number : number;
    }

    /** Refuses data that ended before this. A byte more than there is may have been looked at. */
    void requireNotOver() {
        if (madeUp > Math.max(0, count) + 8) {
            throw in.broken("the webp data end too early");
        }
    }
}
