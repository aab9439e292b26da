package dev.codevar.pyramid;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A picture as token ids: one square map for each scale, coarsest first, all laid end to end as one sequence; immutable.
 *
 * <p>It holds the maps of its pyramid and no others: {@link #first} gives the coarse ones of a picture alone.
 */
public final class Tokens {
    private final Pyramid pyramid;
    private final int codes;
    private final int[] ids;

    /**
     * @param pyramid the scales
     * @param codes V, the number of codes in the book, at least 1
     * @param ids L = {@link Pyramid#length} ids from 0 to V−1, coarsest scale first, each map row by row; copied
     * @throws InvalidInputException if there are not L of them, or if one is not between 0 and V−1
     */
    public Tokens(Pyramid pyramid, int codes, int[] ids) {
        this(pyramid, codes, Arrays.stream(ids).asLongStream().toArray());
    }

    /** As the other, for ids that come as 64 bits, as PyTorch has them. */
    public Tokens(Pyramid pyramid, int codes, long[] ids) {
        if (codes < 1) {
            throw new InvalidInputException("a book of " + codes + " codes; there must be at least 1");
        }
        if (ids.length != pyramid.length()) {
            throw new InvalidInputException(
                    ids.length + " token ids; scales " + pyramid.sides() + " have " + pyramid.length());
        }
        this.pyramid = pyramid;
        this.codes = codes;
        this.ids = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= codes) {
                throw new InvalidInputException(
                        "token id " + ids[i] + " in " + place(pyramid, i) + " is not between 0 and " + (codes - 1));
            }
            this.ids[i] = (int) ids[i];
        }
    }

    /** {@return where a token stands, in words, everything counted from 1 as commands do} */
    private static String place(Pyramid pyramid, int position) {
        int k = 0;
        while (position >= pyramid.end(k)) {
            k++;
        }
        int inMap = position - pyramid.begin(k);
        return "scale " + (k + 1) + ", row " + (inMap / pyramid.side(k) + 1) + ", column "
                + (inMap % pyramid.side(k) + 1);
    }

    /** {@return the scales} */
    public Pyramid pyramid() {
        return pyramid;
    }

    /** {@return V, the number of codes in the book} */
    public int codes() {
        return codes;
    }

    /** {@return a copy of all L ids, 0 to V−1: coarsest scale first, each map row by row} */
    public int[] ids() {
        return ids.clone();
    }

    /**
     * The ids of one scale.
     *
     * @param k the scale, 0 to K−1
     * @return a copy of its l_k = p_k² ids, 0 to V−1, row by row
     * @throws InvalidInputException if there is no such scale
     */
    public int[] scale(int k) {
        if (k < 0 || k >= pyramid.scales()) {
            throw new InvalidInputException("scale " + k + " is not between 0 and " + (pyramid.scales() - 1));
        }
        return Arrays.copyOfRange(ids, pyramid.begin(k), pyramid.end(k));
    }

    /**
     * The coarse scales alone.
     *
     * @param scales how many, 1 to K
     * @return the tokens of the first so many scales
     * @throws InvalidInputException if there are not so many
     */
    public Tokens first(int scales) {
        if (scales < 1 || scales > pyramid.scales()) {
            throw new InvalidInputException("scales " + scales + " is not between 1 and " + pyramid.scales());
        }
        Pyramid coarse = new Pyramid(pyramid.sides().subList(0, scales));
        return new Tokens(coarse, codes, Arrays.copyOf(ids, coarse.length()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tokens that
                && codes == that.codes
                && pyramid.equals(that.pyramid)
                && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return 31 * pyramid.hashCode() + Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "Tokens of scales " + pyramid.sides() + ": " + Arrays.toString(ids);
    }
}
