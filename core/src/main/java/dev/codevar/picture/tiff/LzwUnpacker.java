package dev.codevar.picture.tiff;

import dev.codevar.picture.format.FileBytes;

/** Unpacks LZW: codes of 9 to 12 bits, the high ones first, each for bytes that came before and one more. */
final class LzwUnpacker extends Unpacker {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int LEAST_BITS = 9;
    private static final int MOST_BITS = 12;

    /** Where in what came out a code's bytes lie, and how many they are. */
    private final int[] places = new int[1 << MOST_BITS];

    private final int[] lengths = new int[1 << MOST_BITS];

    LzwUnpacker(FileBytes in) {
        super(in);
    }

    @Override
    int unpack(byte[] file, int from, int to, byte[] out) {
        int at = from;
        int bits = 0;
        int held = 0;
        int codeBits = LEAST_BITS;
        int next = END + 1;
        int done = 0;
        int before = 0;
        while (done < out.length) {
            while (held < codeBits && at < to) {
                bits = bits << 8 | (file[at++] & 0xff);
                held += 8;
            }
            if (held < codeBits) {
                return done;
            }
            held -= codeBits;
            int code = bits >>> held & ((1 << codeBits) - 1);
            if (code == END) {
                return done;
            }
            if (code == CLEAR) {
                codeBits = LEAST_BITS;
                next = END + 1;
                before = 0;
                continue;
            }
            if (code > next || (code == next && before == 0)) {
                throw broken("LZW");
            }
            if (before > 0 && next < places.length) {
                // What came before and the first byte of what comes now lie one behind the other.
                places[next] = done - before;
                lengths[next] = before + 1;
                next++;
            }
            before = put(code, out, done);
            done = Math.min(out.length, done + before);
            // One code earlier than there is need.
            codeBits = Math.min(MOST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(next + 1));
            codeBits = Math.max(LEAST_BITS, codeBits);
        }
        return done;
    }

    /** {@return how many bytes the code stands for} */
    private int put(int code, byte[] out, int to) {
        if (code < CLEAR) {
            out[to] = (byte) code;
            return 1;
        }
        int length = lengths[code];
        for (int i = 0; i < length && to + i < out.length; i++) {
            out[to + i] = out[places[code] + i];
        }
        return length;
    }
}
