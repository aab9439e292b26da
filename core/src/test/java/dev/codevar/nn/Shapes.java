package dev.codevar.nn;

import dev.codevar.pyramid.Pyramid;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which shapes kernels are tried at: some in every build, all of them and as many seeds as asked for by {@code -Dshapes.seeds=N} (an hour
 * and more). A seed that has ever found something goes into {@link #KNOWN}.
 */
final class Shapes {
    private static final long[] KNOWN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 35, 36};
    private static final int SEEDS = Integer.getInteger("shapes.seeds", 0);
    private static final int MOST_ROWS = 24;
    private static final int MOST_HEADS = 36;
    private static final List<Integer> DEPTHS = List.of(16, 20, 24, 30, 36);
    private static final int MOST_PRODUCT_ROWS = 700;
    private static final long MOST_MULTIPLICATIONS = 1L << 32;

    /**
     * Attention at a scale of a published pyramid.
     *
     * @param k the scale
     * @param threads on so many
     */
    record Attention(Pyramid pyramid, int k, int heads, int rows, int threads) {
        long[] shape() {
            return new long[] {rows, heads, pyramid.tokens(k), pyramid.end(k)};
        }
    }

    /**
     * A product of a published transformer.
     *
     * @param threads on so many
     */
    record Multiplied(long rows, long in, long out, int threads) {}

    private Shapes() {}

    static List<Integer> rows() {
        return SEEDS > 0 ? upTo(MOST_ROWS) : List.of(1, 2, 3, 4, 8, 12, 15);
    }

    static List<Integer> heads() {
        return SEEDS > 0 ? upTo(MOST_HEADS) : List.of(1, 2, 6, 16, 20, 24, 30, 36);
    }

    static LongStream known() {
        return LongStream.of(KNOWN);
    }

    static LongStream seeds() {
        return LongStream.concat(known(), more(SEEDS));
    }

    /** {@return the seeds of the long form, of which none is known to have found anything} */
    static LongStream more(int count) {
        return LongStream.range(1000, 1000L + count);
    }

    static Attention attention(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Pyramid pyramid = random.nextInt(3) == 0 ? Pyramid.IMAGENET_512 : Pyramid.IMAGENET_256;
        return new Attention(
                pyramid,
                random.nextInt(pyramid.scales()),
                1 + random.nextInt(MOST_HEADS),
                1 + random.nextInt(MOST_ROWS),
                oneOf(Threads.NUMBERS, random));
    }

    /** As many rows as there are tokens in a small batch's scale, fewer ones as often as more; all of it within a second or two. */
    static Multiplied product(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long width = 64L * oneOf(DEPTHS, random);
        // qkv, proj, fc1, fc2, and the adaptive norms' linear layer.
        long in = width * List.of(1, 1, 1, 4, 1).get(random.nextInt(5));
        long out = in > width ? width : width * oneOf(List.of(3, 1, 4, 6), random);
        long rows = Math.round(Math.pow(MOST_PRODUCT_ROWS, random.nextDouble()));
        return new Multiplied(
                Math.max(1, Math.min(rows, MOST_MULTIPLICATIONS / (in * out))),
                in,
                out,
                oneOf(Threads.NUMBERS, random));
    }

    private static int oneOf(List<Integer> some, SplittableRandom random) {
        return some.get(random.nextInt(some.size()));
    }

    private static List<Integer> upTo(int most) {
        return IntStream.rangeClosed(1, most).boxed().toList();
    }
}
