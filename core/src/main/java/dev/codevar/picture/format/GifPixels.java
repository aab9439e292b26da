package dev.codevar.picture.format;

/**
 * Unpacks a GIF's pixels: LZW codes of growing length in blocks of up to 255 bytes. Its time grows with bytes and pixels and nothing else,
 * whatever the codes are.
 */
final class GifPixels {
    private static final int MOST_BITS = 12;
    private static final int MOST_CODES = 1 << MOST_BITS;

    private final FileBytes in;
    private final int rootBits;
    private final int clear;

    // Each code stands for what its prefix stands for, and one number more.
    private final int[] prefix = new int[MOST_CODES];
    private final int[] length = new int[MOST_CODES];
    private final byte[] first = new byte[MOST_CODES];
    private final byte[] last = new byte[MOST_CODES];

    private int at;
    private int blockEnd;
    private int bits;
    private int bitCount;

    /**
     * @param at where the first code's size stands, and then the blocks
     */
    GifPixels(FileBytes in, int at) {
        this.in = in;
        this.rootBits = in.at(at);
        if (rootBits < 1 || rootBits > 8) {
            throw in.broken("the gif data are broken: colours of " + rootBits + " bits");
        }
        this.clear = 1 << rootBits;
        this.at = at + 1;
        this.blockEnd = at + 1;
        for (int root = 0; root < clear; root++) {
            length[root] = 1;
            first[root] = (byte) root;
            last[root] = (byte) root;
        }
    }

    /** {@return the numbers of colours of {@code count} pixels} */
    byte[] unpack(int count) {
        byte[] numbers = new byte[count];
        int done = 0;
        int next = clear + 2;
        int codeBits = rootBits + 1;
        int before = -1;
        while (done < count) {
            int code = code(codeBits);
            if (code == clear) {
                next = clear + 2;
                codeBits = rootBits + 1;
                before = -1;
                continue;
            }
            if (code == clear + 1) {
                throw in.broken("the gif data end too early");
            }
            if (code > next || (code == next && before < 0) || (before < 0 && code > clear)) {
                throw in.broken("the gif data are broken: code " + code + " before it is known");
            }
            if (before >= 0 && next < MOST_CODES) {
                // A code may stand for the one before it and its own first number.
                add(next, before, code == next ? first[before] : first[code]);
                next++;
                if (next == 1 << codeBits && codeBits < MOST_BITS) {
                    codeBits++;
                }
            }
            done += write(code, numbers, done);
            before = code;
        }
        return numbers;
    }

    private void add(int code, int before, byte number) {
        prefix[code] = before;
        length[code] = length[before] + 1;
        first[code] = first[before];
        last[code] = number;
    }

    /** Writes what a code stands for from its end; what lies beyond the picture is left out. */
    private int write(int code, byte[] numbers, int done) {
        int written = Math.min(length[code], numbers.length - done);
        int part = code;
        for (int place = done + length[code] - 1; place >= done; place--) {
            if (place < numbers.length) {
                numbers[place] = last[part];
            }
            part = prefix[part];
        }
        return written;
    }

    private int code(int codeBits) {
        while (bitCount < codeBits) {
            bits |= nextByte() << bitCount;
            bitCount += 8;
        }
        int code = bits & ((1 << codeBits) - 1);
        bits >>>= codeBits;
        bitCount -= codeBits;
        return code;
    }

    private int nextByte() {
        if (at == blockEnd) {
            int size = in.at(at);
            if (size == 0) {
                throw in.broken("the gif data end too early");
            }
            at++;
            blockEnd = at + size;
        }
        return in.at(at++);
    }
}
