package dev.codevar.tensor;

/**
 * Philox4x32-10, a counter-based random generator: every (key, counter) gives its own four words, in any order and on any
 * machine (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 */
public final class Philox {
    private static final int ROUNDS = 10;
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;

    private Philox() {}

    /**
     * @param key the seed of the stream
     * @param c0 first word of the counter
     * @param c1 second word of the counter
     * @param c2 third word of the counter
     * @param c3 fourth word of the counter
     * @return the first two of the four output words, as one number: word 0 low, word 1 high
     */
    public static long bits(long key, int c0, int c1, int c2, int c3) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int x0 = c0;
        int x1 = c1;
        int x2 = c2;
        int x3 = c3;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(x0);
            long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(x2);
            x0 = (int) (product1 >>> 32) ^ x1 ^ k0;
            x2 = (int) (product0 >>> 32) ^ x3 ^ k1;
            x1 = (int) product1;
            x3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return Integer.toUnsignedLong(x0) | Integer.toUnsignedLong(x1) << 32;
    }

    /**
     * A uniform number of 53 bits.
     *
     * @param key the seed of the stream
     * @param c0 first word of the counter
     * @param c1 second word of the counter
     * @param c2 third word of the counter
     * @return a number from 0 to below 1
     */
    public static double uniform(long key, int c0, int c1, int c2) {
        return (bits(key, c0, c1, c2, 0) >>> 11) * 0x1.0p-53;
    }

    /**
     * Fisher and Yates' shuffle: from the last position down, each swaps with one of those up to and with itself, chosen by the
     * uniform number whose counter begins with the position.
     *
     * @param key the seed of the stream
     * @param size how many there are to order
     * @param c1 second word of the counters
     * @param c2 third word of the counters
     * @return the numbers from 0 to below {@code size}
     */
    public static int[] shuffled(long key, int size, int c1, int c2) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int other = (int) (uniform(key, i, c1, c2) * (i + 1));
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
