package dev.codevar.evaluation.score.neighbour;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.evaluation.score.neighbour.PairTask.Answer;
import dev.codevar.evaluation.score.neighbour.PairTask.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Scores of nearest neighbours joined from pairs of blocks, which may be computed on several machines. The blocks are those of {@link
 * PrecisionRecall} and {@link DensityCoverage}, and so are the numbers. An answer is joined as it comes, so that what is kept grows
 * with the rows, and not with the pairs, which are their square.
 *
 * @param labour computes pairs
 * @param block rows and columns of a pair at most
 */
public record NeighbourJoin(Labour labour, int block) {
    /** Pairs that are given out at once: each tells the radii of its rows and columns, 80 KB of them. */
    static final int PAIRS_TOGETHER = 256;

    /** Computes pairs, wherever. */
    public interface Labour {
        /**
         * Computes pairs.
         *
         * @param answers hears each task with its answer once, one at a time, in any order
         */
        void run(Features rowSide, Features columnSide, List<PairTask> tasks, BiConsumer<PairTask, Answer> answers);
    }

    /** A set's radii. */
    private record Radii(ByteBuffer squared_n, int redone) {
        /** {@return those of some rows} */
        ByteBuffer of(RowBlock rows) {
            return squared_n.slice(rows.first() * Float.BYTES, rows.rows() * Float.BYTES);
        }
    }

    /** {@return what {@link PrecisionRecall#of(Features, Features, DistanceArithmetic, int, int)} gives} */
    public PrecisionRecall precisionRecall(Features reference, Features samples, DistanceArithmetic arithmetic, int k) {
        reference.requireComparable(samples);
        Radii ofReference = radii(reference, arithmetic, k);
        Radii ofSamples = radii(samples, arithmetic, k);
        BitSet referencesIn = new BitSet();
        BitSet samplesIn = new BitSet();
        int redone = join(
                reference,
                samples,
                (rows, columns) -> {
                    ByteBuffer both = PairTask.buffer((rows.rows() + columns.rows()) * Float.BYTES)
                            .put(ofReference.of(rows))
                            .put(ofSamples.of(columns))
                            .flip();
                    return new PairTask(Kind.MANIFOLD, arithmetic, rows, columns, 0, both);
                },
                (task, marks) -> {
                    mark(marks, 0, task.rows(), referencesIn);
                    mark(marks, task.rows().rows(), task.columns(), samplesIn);
                });
        return new PrecisionRecall(
                samplesIn.cardinality() / (double) samples.count(),
                referencesIn.cardinality() / (double) reference.count(),
                ofReference.redone + ofSamples.redone + redone);
    }

    private static void mark(ByteBuffer marks, int from, RowBlock of, BitSet all) {
        for (int i = 0; i < of.rows(); i++) {
            if (marks.get(from + i) != 0) {
                all.set(of.first() + i);
            }
        }
    }

    /** {@return what {@link DensityCoverage#of} gives} */
    public DensityCoverage densityCoverage(Features reference, Features samples, int k) {
        reference.requireComparable(samples);
        DistanceArithmetic arithmetic = DistanceArithmetic.FLOAT64;
        Radii radii = radii(reference, arithmetic, k);
        long[] inside = new long[reference.count()];
        join(
                reference,
                samples,
                (rows, columns) -> new PairTask(Kind.BALLS, arithmetic, rows, columns, 0, radii.of(rows)),
                (task, numbers) -> {
                    ByteBuffer counts = numbers.duplicate().order(ByteOrder.LITTLE_ENDIAN);
                    for (int row = 0; row < task.rows().rows(); row++) {
                        inside[task.rows().first() + row] += counts.getInt(row * Integer.BYTES);
                    }
                });
        return new DensityCoverage(
                Arrays.stream(inside).sum() / ((double) k * samples.count()),
                Arrays.stream(inside).filter(balls -> balls > 0).count() / (double) reference.count());
    }

    /** The same numbers as {@link NeighbourRadius} gives. */
    private Radii radii(Features set, DistanceArithmetic arithmetic, int k) {
        NeighbourRadius.requireLegal(set, k);
        int smallest = k + 1;
        float[] nearest = new float[Math.multiplyExact(set.count(), smallest)];
        Arrays.fill(nearest, Float.POSITIVE_INFINITY);
        int redone = join(
                set,
                set,
                (rows, columns) -> new PairTask(
                        Kind.NEAREST,
                        arithmetic,
                        rows,
                        columns,
                        Math.min(smallest, columns.rows()),
                        ByteBuffer.allocate(0)),
                (task, numbers) -> keepSmallest(task, PairTask.floats(numbers), nearest, smallest));
        ByteBuffer squared_n = PairTask.buffer(set.count() * Float.BYTES);
        FloatBuffer radii = PairTask.floats(squared_n);
        for (int row = 0; row < set.count(); row++) {
            radii.put(nearest[row * smallest + k]);
        }
        return new Radii(squared_n, redone);
    }

    /** Keeps the smallest of what is kept of each row and of what was found for it, in ascending order. */
    private static void keepSmallest(PairTask task, FloatBuffer found, float[] nearest, int smallest) {
        float[] both = new float[smallest + task.smallest()];
        for (int row = 0; row < task.rows().rows(); row++) {
            int place = (task.rows().first() + row) * smallest;
            System.arraycopy(nearest, place, both, 0, smallest);
            found.get(row * task.smallest(), both, smallest, task.smallest());
            Arrays.sort(both);
            System.arraycopy(both, 0, nearest, place, smallest);
        }
    }

    /**
     * Has all pairs of blocks computed.
     *
     * @param pair what is asked of a pair
     * @param found hears each task and its numbers
     * @return how many pairs were redone
     */
    private int join(
            Features rowSide,
            Features columnSide,
            BiFunction<RowBlock, RowBlock, PairTask> pair,
            BiConsumer<PairTask, ByteBuffer> found) {
        List<RowBlock> rows = RowBlock.of(rowSide.count(), block);
        List<RowBlock> columns = RowBlock.of(columnSide.count(), block);
        AtomicInteger redone = new AtomicInteger();
        for (RowBlock together : RowBlock.of(rows.size() * columns.size(), PAIRS_TOGETHER)) {
            List<PairTask> tasks = IntStream.range(together.first(), together.first() + together.rows())
                    .mapToObj(i -> pair.apply(rows.get(i / columns.size()), columns.get(i % columns.size())))
                    .toList();
            labour.run(rowSide, columnSide, tasks, (task, answer) -> {
                found.accept(task, answer.numbers());
                redone.addAndGet(answer.redone());
            });
        }
        return redone.get();
    }
}
