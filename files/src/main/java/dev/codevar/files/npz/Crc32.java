package dev.codevar.files.npz;

import java.util.zip.CRC32;

/**
 * The checksum of two stretches from theirs: a checksum is a polynomial over GF(2), and the first one's is multiplied by x for
 * every bit that follows it.
 */
public final class Crc32 {
    /** In the order of bits that zip uses: the highest bit is x⁰. */
    private static final int POLYNOMIAL = 0xEDB88320;

    private static final int ONE = 1 << 31;
    private static final int X_TO_THE_8 = 1 << 23;

    private Crc32() {}

    /** {@return the checksum of some bytes} */
    static long of(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return checksum.getValue();
    }

    /**
     * Joins two checksums.
     *
     * @param first of the first stretch
     * @param second of the second
     * @param length the bytes of the second
     * @return of both in a row
     */
    public static long join(long first, long second, long length) {
        int shift = ONE;
        int square = X_TO_THE_8;
        for (long rest = length; rest > 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                shift = multiply(shift, square);
            }
            square = multiply(square, square);
        }
        return Integer.toUnsignedLong(multiply((int) first, shift) ^ (int) second);
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int factor = a; factor != 0; factor <<= 1) {
            if (factor < 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : shifted >>> 1 ^ POLYNOMIAL;
        }
        return product;
    }
}
