package dev.codevar.picture.webp.lossless;

import java.util.Arrays;

/** The five prefix codes by which a part of a lossless picture is written: of green and copies' lengths, red, blue, alpha, distances. */
record PrefixCodes(PrefixCode green, PrefixCode red, PrefixCode blue, PrefixCode alpha, PrefixCode distance) {
    private static final int GREENS_AND_LENGTHS = 256 + 24;
    private static final int VALUES = 256;
    private static final int DISTANCES = 40;
    /** In what order the lengths of the code of lengths stand. */
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private static final int REPEAT_LAST = 16;
    private static final int[] REPEAT_BITS = {2, 3, 7};
    private static final int[] LEAST_REPEATS = {3, 3, 11};
    private static final int FIRST_LAST = 8;

    /**
     * {@return the next five codes}
     *
     * @param cache how many colours the cache holds
     * @param tableBits how large a code's table may be
     */
    static PrefixCodes read(BitReader in, int cache, int tableBits) {
        int[] scratch = new int[GREENS_AND_LENGTHS + cache];
        return new PrefixCodes(
                code(in, scratch, scratch.length, tableBits),
                code(in, scratch, VALUES, tableBits),
                code(in, scratch, VALUES, tableBits),
                code(in, scratch, VALUES, tableBits),
                code(in, scratch, DISTANCES, tableBits));
    }

    /** {@return how many symbols they have together} */
    int symbols() {
        return green.symbols() + red.symbols() + blue.symbols() + alpha.symbols() + distance.symbols();
    }

    private static PrefixCode code(BitReader in, int[] lengths, int alphabet, int tableBits) {
        Arrays.fill(lengths, 0, alphabet, 0);
        if (in.flag()) {
            boolean two = in.flag();
            mark(in, lengths, alphabet, in.read(in.flag() ? 8 : 1));
            if (two) {
                mark(in, lengths, alphabet, in.read(8));
            }
        } else {
            lengths(in, lengths, alphabet);
        }
        return PrefixCode.of(lengths, alphabet, tableBits, in);
    }

    private static void mark(BitReader in, int[] lengths, int alphabet, int symbol) {
        if (symbol >= alphabet) {
            throw in.broken("symbol " + symbol + " of " + alphabet);
        }
        lengths[symbol] = 1;
    }

    private static void lengths(BitReader in, int[] lengths, int alphabet) {
        int[] ofLengths = new int[LENGTH_ORDER.length];
        int given = 4 + in.read(4);
        for (int i = 0; i < given; i++) {
            ofLengths[LENGTH_ORDER[i]] = in.read(3);
        }
        PrefixCode code = PrefixCode.of(ofLengths, ofLengths.length, 7, in);
        int left = in.flag() ? 2 + in.read(2 + 2 * in.read(3)) : alphabet;
        if (left > alphabet) {
            throw in.broken(left + " lengths of " + alphabet);
        }
        int last = FIRST_LAST;
        for (int symbol = 0; symbol < alphabet && left > 0; left--) {
            int length = code.read(in);
            if (length < REPEAT_LAST) {
                lengths[symbol++] = length;
                last = length == 0 ? last : length;
                continue;
            }
            int kind = length - REPEAT_LAST;
            int end = symbol + LEAST_REPEATS[kind] + in.read(REPEAT_BITS[kind]);
            if (end > alphabet) {
                throw in.broken("more than " + alphabet + " lengths");
            }
            Arrays.fill(lengths, symbol, end, length == REPEAT_LAST ? last : 0);
            symbol = end;
        }
    }
}
