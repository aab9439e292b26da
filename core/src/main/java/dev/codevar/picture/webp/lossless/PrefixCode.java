package dev.codevar.picture.webp.lossless;

/**
 * A prefix code (Huffman's, in canonical form) of symbols of 1 to 15 bits; or of one symbol that takes none. Short codes are looked
 * up, long ones are followed bit by bit.
 */
final class PrefixCode {
    /** A symbol's longest code. */
    static final int MOST_BITS = 15;

    private static final int LENGTH_BITS = 4;

    /** By the next bits: symbol and length of its code; 0 where the code is longer than the table goes. */
    private final char[] table;

    private final int tableBits;
    /** The symbols by their codes. */
    private final char[] symbols;
    /** How many symbols have a code of each length. */
    private final char[] counts;

    private PrefixCode(char[] symbols, char[] counts, int tableBits) {
        this.symbols = symbols;
        this.counts = counts;
        this.tableBits = tableBits;
        this.table = new char[1 << tableBits];
        fill();
    }

    /**
     * {@return the code of these lengths}
     *
     * @param lengths of every symbol's code, 0 for those that do not come
     * @param alphabet how many symbols there are
     * @param mostTableBits how large a table may be
     */
    static PrefixCode of(int[] lengths, int alphabet, int mostTableBits, BitReader in) {
        char[] counts = new char[MOST_BITS + 1];
        int used = 0;
        for (int symbol = 0; symbol < alphabet; symbol++) {
            if (lengths[symbol] > 0) {
                counts[lengths[symbol]]++;
                used++;
            }
        }
        char[] symbols = new char[used];
        int longest = 0;
        int open = 1;
        int[] next = new int[MOST_BITS + 2];
        for (int length = 1; length <= MOST_BITS; length++) {
            open = 2 * open - counts[length];
            if (open < 0) {
                throw in.broken("a prefix code is too full");
            }
            next[length + 1] = next[length] + counts[length];
            longest = counts[length] > 0 ? length : longest;
        }
        for (int symbol = 0; symbol < alphabet; symbol++) {
            if (lengths[symbol] > 0) {
                symbols[next[lengths[symbol]]++] = (char) symbol;
            }
        }
        if (used != 1 && open != 0) {
            throw in.broken("a prefix code has gaps");
        }
        return new PrefixCode(symbols, counts, used == 1 ? 0 : Math.min(longest, mostTableBits));
    }

    /** {@return how many symbols it has} */
    int symbols() {
        return symbols.length;
    }

    private void fill() {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= tableBits; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int reversed = Integer.reverse(code++) >>> (Integer.SIZE - length);
                for (int at = reversed; at < table.length; at += 1 << length) {
                    table[at] = (char) (symbols[index] << LENGTH_BITS | length);
                }
                index++;
            }
            code <<= 1;
        }
    }

    /** {@return the next symbol} */
    int read(BitReader in) {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int bits = in.peek(MOST_BITS);
        int entry = table[bits & (table.length - 1)];
        if (entry != 0) {
            in.skip(entry & ((1 << LENGTH_BITS) - 1));
            return entry >> LENGTH_BITS;
        }
        int code = 0;
        int first = 0;
        int index = 0;
        // A code without gaps has a symbol for any bits.
        for (int length = 1; ; length++) {
            code |= bits & 1;
            bits >>= 1;
            if (code - first < counts[length]) {
                in.skip(length);
                return symbols[index + code - first];
            }
            index += counts[length];
            first = (first + counts[length]) << 1;
            code <<= 1;
        }
    }
}
