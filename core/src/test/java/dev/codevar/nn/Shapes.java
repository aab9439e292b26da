package dev.codevar.nn;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which shapes kernels are tried at: some in every build, all of them and as many seeds as asked for by {@code -Dshapes.seeds=N} (an hour
 * and more). A seed that has ever found something goes into {@link #KNOWN}.
 */
final class Shapes {
    private static final long[] KNOWN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final int SEEDS = Integer.getInteger("shapes.seeds", 0);
    private static final int MOST_ROWS = 24;
    private static final int MOST_HEADS = 36;

    private Shapes() {}

    static List<Integer> rows() {
        return SEEDS > 0 ? upTo(MOST_ROWS) : List.of(1, 2, 3, 4, 8, 12, 15);
    }

    static List<Integer> heads() {
        return SEEDS > 0 ? upTo(MOST_HEADS) : List.of(1, 2, 6, 16, 20, 24, 30, 36);
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.of(KNOWN), LongStream.range(1000, 1000 + SEEDS));
    }

    private static List<Integer> upTo(int most) {
        return IntStream.rangeClosed(1, most).boxed().toList();
    }
}
