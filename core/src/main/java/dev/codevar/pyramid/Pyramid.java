package dev.codevar.pyramid;

import dev.codevar.fault.InvalidInputException;
import java.util.List;

/**
 * The coarse-to-fine token maps of a picture: scale {@code k} of {@code K} is a square of {@code side(k)²} tokens, and all
 * scales laid end to end are one sequence of {@link #length()} tokens (VAR, section 3.2).
 *
 * @param sides the side p_k of every token map, coarsest first: at least one, each from 1 to 256, never falling
 */
public record Pyramid(List<Integer> sides) {

    /** The layout of the published 256-pixel models: 680 tokens. */
    public static final Pyramid IMAGENET_256 = of(1, 2, 3, 4, 5, 6, 8, 10, 13, 16);

    /** The layout of the published 512-pixel model: 2240 tokens. */
    public static final Pyramid IMAGENET_512 = of(1, 2, 3, 4, 6, 9, 13, 18, 24, 32);

    private static final int LARGEST_SIDE = 256;

    public Pyramid {
        sides = List.copyOf(sides);
        if (sides.isEmpty()) {
            throw new InvalidInputException("a pyramid needs at least one scale, got none");
        }
        int coarser = 1;
        for (int side : sides) {
            if (side < coarser || side > LARGEST_SIDE) {
                throw new InvalidInputException("scales " + sides + ": side " + side + " is not between " + coarser
                        + " (the coarser scale's) and " + LARGEST_SIDE);
            }
            coarser = side;
        }
    }

    /**
     * @param sides the side of every token map, coarsest first
     * @return the pyramid of these scales
     */
    public static Pyramid of(Integer... sides) {
        return new Pyramid(List.of(sides));
    }

    /** {@return K, the number of scales} */
    public int scales() {
        return sides.size();
    }

    /** {@return p_k, the side of the token map of scale {@code k}} */
    public int side(int k) {
        return sides.get(k);
    }

    /** {@return l_k = p_k², the number of tokens of scale {@code k}} */
    public int tokens(int k) {
        return side(k) * side(k);
    }

    /** {@return the position of the first token of scale {@code k} in the sequence; K is allowed and gives L} */
    public int begin(int k) {
        int position = 0;
        for (int i = 0; i < k; i++) {
            position += tokens(i);
        }
        return position;
    }

    /** {@return the position after the last token of scale {@code k}} */
    public int end(int k) {
        return begin(k + 1);
    }

    /** {@return L, the number of tokens of all scales} */
    public int length() {
        return begin(scales());
    }

    /** {@return P, the side of the finest map, which is the side of the latent picture} */
    public int finestSide() {
        return side(scales() - 1);
    }

    /** {@return k/(K−1), how far up the pyramid scale {@code k} stands, from 0 to 1; 0 where there is one scale only} */
    public double ratio(int k) {
        return scales() == 1 ? 0 : (double) k / (scales() - 1);
    }

    /** {@return all scales, as a range} */
    public ScaleRange all() {
        return new ScaleRange(0, scales());
    }

    /** {@return the number of tokens of the scales in {@code range}} */
    public int tokens(ScaleRange range) {
        return begin(range.to()) - begin(range.from());
    }
}
