package dev.codevar.decode.token;

import java.util.Arrays;

/**
 * Finds the largest of a row of logits, in order, by radix. One object ranks one row after the other, on one thread at a time.
 */
final class Ranking {
    /** Where the leading bits begin by which most of a row is told apart from its largest: sign, exponent and two more. */
    private static final int LEADING = 21;

    private static final int DIGIT = 8;
    private static final int DIGITS = 1 << DIGIT;

    private final int[] keys;
    private final int[] leading = new int[1 << (Integer.SIZE - LEADING)];
    private final int[] ends = new int[DIGITS];
    private long[] entries;
    private long[] sorted;

    /**
     * @param codes how many logits a row has
     */
    Ranking(int codes) {
        keys = new int[codes];
        entries = new long[codes];
        sorted = new long[codes];
    }

    /**
     * @param logits one a code; one that is not a number counts as larger than all others
     * @param count how many of the largest are asked for, 1 to all
     * @return their ids and those of all that are as large as the least of them: smallest logit first, equal ones by id
     */
    int[] largest(float[] logits, int count) {
        int candidates = collect(logits, count);
        sort(candidates);
        int first = candidates - count;
        while (first > 0 && key(entries[first - 1]) == key(entries[first])) {
            first--;
        }
        int[] ids = new int[candidates - first];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (int) entries[first + i];
        }
        return ids;
    }

    /** Makes entries of all that may be among the largest, in the order of their ids, and returns how many. */
    private int collect(float[] logits, int count) {
        Arrays.fill(leading, 0);
        for (int id = 0; id < keys.length; id++) {
            keys[id] = ascending(logits[id]);
            leading[keys[id] >>> LEADING]++;
        }
        int least = leading.length;
        for (int larger = 0; larger < count; larger += leading[least]) {
            least--;
        }
        int candidates = 0;
        for (int id = 0; id < keys.length; id++) {
            // Written in any case, and overwritten if it was none: a branch could not be foretold.
            entries[candidates] = (long) keys[id] << Integer.SIZE | id;
            candidates += keys[id] >>> LEADING >= least ? 1 : 0;
        }
        return candidates;
    }

    /** {@return bits that are in the order of the numbers when compared as unsigned ones; both zeros have the same} */
    private static int ascending(float logit) {
        int bits = Float.floatToIntBits(logit + 0f);
        return bits ^ (bits >> (Integer.SIZE - 1) | Integer.MIN_VALUE);
    }

    private static int key(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    /** Sorts by key, digit by digit from the last; equal ones stay in the order of their ids. */
    private void sort(int count) {
        for (int shift = Integer.SIZE; shift < Long.SIZE; shift += DIGIT) {
            Arrays.fill(ends, 0);
            for (int i = 0; i < count; i++) {
                ends[digit(entries[i], shift)]++;
            }
            for (int digit = 1; digit < DIGITS; digit++) {
                ends[digit] += ends[digit - 1];
            }
            for (int i = count - 1; i >= 0; i--) {
                sorted[--ends[digit(entries[i], shift)]] = entries[i];
            }
            long[] spare = entries;
            entries = sorted;
            sorted = spare;
        }
    }

    private static int digit(long entry, int shift) {
        return (int) (entry >>> shift) & DIGITS - 1;
    }
}
