package dev.codevar.evaluation.score.neighbour;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.evaluation.score.neighbour.PairTask.Answer;
import dev.codevar.evaluation.score.neighbour.PairTask.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Scores of nearest neighbours joined from pairs of blocks, which may be computed on several machines. The blocks are those of {@link
 * PrecisionRecall} and {@link DensityCoverage}, and so are the numbers.
 *
 * @param labour computes pairs
 * @param block rows and columns of a pair at most
 */
public record NeighbourJoin(Labour labour, int block) {
    /** Computes pairs, wherever. */
    public interface Labour {
        /** {@return the tasks' answers in their order} */
        List<Answer> run(Features rowSide, Features columnSide, List<PairTask> tasks);
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
        List<PairTask> tasks = new ArrayList<>();
        for (RowBlock rows : RowBlock.of(reference.count(), block)) {
            for (RowBlock columns : RowBlock.of(samples.count(), block)) {
                ByteBuffer both = PairTask.buffer((rows.rows() + columns.rows()) * Float.BYTES)
                        .put(ofReference.of(rows))
                        .put(ofSamples.of(columns))
                        .flip();
                tasks.add(new PairTask(Kind.MANIFOLD, arithmetic, rows, columns, 0, both));
            }
        }
        List<Answer> answers = labour.run(reference, samples, tasks);
        BitSet referencesIn = new BitSet();
        BitSet samplesIn = new BitSet();
        for (int i = 0; i < tasks.size(); i++) {
            ByteBuffer marks = answers.get(i).numbers();
            mark(marks, 0, tasks.get(i).rows(), referencesIn);
            mark(marks, tasks.get(i).rows().rows(), tasks.get(i).columns(), samplesIn);
        }
        return new PrecisionRecall(
                samplesIn.cardinality() / (double) samples.count(),
                referencesIn.cardinality() / (double) reference.count(),
                ofReference.redone + ofSamples.redone + redone(answers));
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
        Radii radii = radii(reference, DistanceArithmetic.FLOAT64, k);
        List<PairTask> tasks = new ArrayList<>();
        for (RowBlock rows : RowBlock.of(reference.count(), block)) {
            for (RowBlock columns : RowBlock.of(samples.count(), block)) {
                tasks.add(new PairTask(Kind.BALLS, DistanceArithmetic.FLOAT64, rows, columns, 0, radii.of(rows)));
            }
        }
        List<Answer> answers = labour.run(reference, samples, tasks);
        long[] inside = new long[reference.count()];
        for (int i = 0; i < tasks.size(); i++) {
            ByteBuffer counts = answers.get(i).numbers().duplicate().order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < tasks.get(i).rows().rows(); row++) {
                inside[tasks.get(i).rows().first() + row] += counts.getInt(row * Integer.BYTES);
            }
        }
        return new DensityCoverage(
                Arrays.stream(inside).sum() / ((double) k * samples.count()),
                Arrays.stream(inside).filter(balls -> balls > 0).count() / (double) reference.count());
    }

    /** The same numbers as {@link NeighbourRadius} gives. */
    private Radii radii(Features set, DistanceArithmetic arithmetic, int k) {
        NeighbourRadius.requireLegal(set, k);
        int smallest = k + 1;
        List<RowBlock> blocks = RowBlock.of(set.count(), block);
        List<PairTask> tasks = new ArrayList<>();
        for (RowBlock rows : blocks) {
            for (RowBlock columns : blocks) {
                int kept = Math.min(smallest, columns.rows());
                tasks.add(new PairTask(Kind.NEAREST, arithmetic, rows, columns, kept, ByteBuffer.allocate(0)));
            }
        }
        List<Answer> answers = labour.run(set, set, tasks);
        ByteBuffer squared_n = PairTask.buffer(set.count() * Float.BYTES);
        FloatBuffer radii = PairTask.floats(squared_n);
        for (int i = 0; i < blocks.size(); i++) {
            int from = i * blocks.size();
            List<FloatBuffer> found = answers.subList(from, from + blocks.size()).stream()
                    .map(answer -> PairTask.floats(answer.numbers()))
                    .toList();
            for (int row = 0; row < blocks.get(i).rows(); row++) {
                radii.put(ofRow(found, tasks.subList(from, from + blocks.size()), row, smallest));
            }
        }
        return new Radii(squared_n, redone(answers));
    }

    private static float ofRow(List<FloatBuffer> found, List<PairTask> tasks, int row, int smallest) {
        float[] all = new float[tasks.stream().mapToInt(PairTask::smallest).sum()];
        int filled = 0;
        for (int i = 0; i < tasks.size(); i++) {
            int kept = tasks.get(i).smallest();
            found.get(i).get(row * kept, all, filled, kept);
            filled += kept;
        }
        Arrays.sort(all);
        return all[smallest - 1];
    }

    private static int redone(List<Answer> answers) {
        return answers.stream().mapToInt(Answer::redone).sum();
    }
}
