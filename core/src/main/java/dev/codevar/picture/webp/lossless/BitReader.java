package dev.codevar.picture.webp.lossless;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.picture.format.FileBytes;

/** Reads numbers of a few bits, of each byte the low bits first, as lossless pictures are written. */
final class BitReader {
    private static final int FEW = 32;
    private static final int FULL = 56;

    private final FileBytes in;
    private final byte[] bytes;
    private final int end;
    private int at;
    private long bits;
    private int count;

    /**
     * @param from the first byte's place
     * @param to behind the last one's
     */
    BitReader(FileBytes in, int from, int to) {
        this.in = in;
        this.bytes = in.array();
        this.at = from;
        this.end = to;
    }

    /** {@return the next bits, of which none is taken; zeros behind the end} */
    int peek(int number) {
        if (count < FEW) {
            while (count <= FULL && at < end) {
                bits |= (bytes[at++] & 0xffL) << count;
                count += 8;
            }
        }
        return (int) bits & ((1 << number) - 1);
    }

    /** Takes bits that were looked at. */
    void skip(int number) {
        if (number > count) {
            throw in.broken("the webp data end too early");
        }
        bits >>>= number;
        count -= number;
    }

    /** {@return the next 0 to 24 bits as a number} */
    int read(int number) {
        int value = peek(number);
        skip(number);
        return value;
    }

    boolean flag() {
        return read(1) == 1;
    }

    BrokenFileException broken(String what) {
        return in.broken("the webp data are broken: " + what);
    }
}
