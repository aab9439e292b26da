package dev.codevar.evaluation.score.neighbour;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a pair of blocks of rows says about neighbours: a piece of work that needs no other pair, and no more memory than the distances
 * of its rows. Numbers in buffers are little-endian.
 *
 * @param kind what is asked
 * @param arithmetic of the distances
 * @param rows of the one side
 * @param columns rows of the other side
 * @param smallest how many distances of a row are kept, of {@link Kind#NEAREST}
 * @param radii squared, float32: of the rows, and of {@link Kind#MANIFOLD} then of the columns; empty of {@link Kind#NEAREST}
 */
public record PairTask(
        Kind kind, DistanceArithmetic arithmetic, RowBlock rows, RowBlock columns, int smallest, ByteBuffer radii) {
    /** What a pair can be asked. */
    public enum Kind {
        /** The smallest squared distances of every row, in ascending order, float32. */
        NEAREST,
        /** Of every row, then of every column, whether it is in the manifold of the others: a byte, 1 or 0. */
        MANIFOLD,
        /** In how many balls of the rows' radii columns lie: a whole number of 32 bits for every row. */
        BALLS
    }

    /**
     * What came out.
     *
     * @param numbers as the kind has it
     * @param redone 1 if float16 could not hold the distances, or else 0
     */
    public record Answer(ByteBuffer numbers, int redone) {}

    /**
     * {@return what comes out}
     *
     * @param rowSide whose rows are meant
     * @param columnSide whose columns are meant
     */
    public Answer run(Features rowSide, Features columnSide) {
        Libtorch.load();
        SquaredDistances distances = new SquaredDistances(arithmetic);
        ByteBuffer numbers = Libtorch.withThreadedProducts(() -> Scoped.value(() -> {
            Tensor rows_nd = rowSide.rows(rows.first(), rows.rows());
            Tensor columns_md = columnSide.rows(columns.first(), columns.rows());
            return switch (kind) {
                case NEAREST -> floats(NeighbourRadius.nearest(rows_nd, columns_md, smallest, distances));
                case MANIFOLD -> {
                    Tensor isIn_n = none(rows.rows());
                    Tensor isIn_m = none(columns.rows());
                    PrecisionRecall.mark(
                            distances.between(rows_nd, columns_md),
                            radii(0, rows.rows()),
                            radii(rows.rows(), columns.rows()),
                            isIn_n,
                            isIn_m);
                    ByteBuffer marks = buffer(rows.rows() + columns.rows());
                    put(isIn_n, marks);
                    put(isIn_m, marks);
                    yield marks.flip();
                }
                case BALLS -> {
                    Tensor inside_n = DensityCoverage.inside(
                            distances.between(rows_nd, columns_md),
                            radii(0, rows.rows()).sqrt_());
                    long[] counts = new long[rows.rows()];
                    inside_n.data_ptr_long().get(counts);
                    ByteBuffer whole = buffer(counts.length * Integer.BYTES);
                    for (long count : counts) {
                        whole.putInt((int) count);
                    }
                    yield whole.flip();
                }
            };
        }));
        return new Answer(numbers, distances.redone());
    }

    private static Tensor none(int rows) {
        return torch.zeros(rows).to(ScalarType.Bool);
    }

    private static void put(Tensor marks_n, ByteBuffer to) {
        byte[] marks = new byte[(int) marks_n.numel()];
        marks_n.to(ScalarType.Byte).data_ptr_byte().get(marks);
        to.put(marks);
    }

    private Tensor radii(int from, int count) {
        float[] some = new float[count];
        floats(radii).get(from, some);
        return Tensor.create(some);
    }

    private static ByteBuffer floats(Tensor numbers) {
        ByteBuffer all = buffer((int) numbers.numel() * Float.BYTES);
        floats(all).put(numbers.<FloatBuffer>createBuffer());
        return all;
    }

    /** {@return the float32 numbers in a buffer} */
    static FloatBuffer floats(ByteBuffer numbers) {
        return numbers.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** {@return an empty buffer of so many bytes} */
    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
