package dev.codevar.evaluation.warning;

import dev.codevar.evaluation.score.matrix.Features;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Finds equal rows among many in the time of reading them once. A row stands as 64 bits, so that by chance two of 50,000 different
 * ones are taken for equal once in ten thousand million sets.
 */
final class RowHashes {
    /** Odd, its bits as good as random: 2^64 over the golden ratio. */
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final long[] hashes_n;
    private final long[] sorted_n;

    /**
     * The first two equal rows.
     *
     * @param first the earlier
     * @param second the later
     */
    record Twins(int first, int second) {}

    private RowHashes(long[] hashes_n) {
        this.hashes_n = hashes_n;
        this.sorted_n = hashes_n.clone();
        Arrays.sort(sorted_n);
    }

    static RowHashes of(Features features) {
        long[] hashes_n = new long[features.count()];
        RowPasses.forEach(features, (row, values, from) -> hashes_n[row] = hash(values, from, features.dimensions()));
        return new RowHashes(hashes_n);
    }

    private static long hash(float[] values, int from, int count) {
        long hash = count;
        for (int i = from; i < from + count; i++) {
            hash = (hash ^ Float.floatToRawIntBits(values[i])) * FACTOR;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    int count() {
        return hashes_n.length;
    }

    /** {@return how many rows are left when each is kept once} */
    int distinct() {
        return (int) Arrays.stream(sorted_n).distinct().count();
    }

    /** {@return how many different rows are there so many times or more} */
    int atLeast(int times) {
        int found = 0;
        for (int begin = 0, end; begin < sorted_n.length; begin = end) {
            end = begin + 1;
            while (end < sorted_n.length && sorted_n[end] == sorted_n[begin]) {
                end++;
            }
            if (end - begin >= times) {
                found++;
            }
        }
        return found;
    }

    /** {@return the first row that comes again, with its next place} */
    Optional<Twins> twins() {
        long[] repeated = LongStream.range(1, sorted_n.length)
                .filter(i -> sorted_n[(int) i] == sorted_n[(int) i - 1])
                .map(i -> sorted_n[(int) i])
                .toArray();
        for (int first = 0; first < hashes_n.length; first++) {
            if (Arrays.binarySearch(repeated, hashes_n[first]) >= 0) {
                int second = first + 1;
                while (hashes_n[second] != hashes_n[first]) {
                    second++;
                }
                return Optional.of(new Twins(first, second));
            }
        }
        return Optional.empty();
    }

    /** {@return how many of these rows are among the others} */
    int within(RowHashes others) {
        return (int) Arrays.stream(hashes_n)
                .filter(hash -> Arrays.binarySearch(others.sorted_n, hash) >= 0)
                .count();
    }
}
