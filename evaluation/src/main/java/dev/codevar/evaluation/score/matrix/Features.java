package dev.codevar.evaluation.score.matrix;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Scoped;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A matrix (n, d) of float32, a feature a row, wherever it lives. It is read in blocks of rows, so that what uses it needs no more
 * memory than a block.
 */
public interface Features {
    /** {@return n, how many features there are} */
    int count();

    /** {@return d, how many numbers a feature has} */
    int dimensions();

    /**
     * Copies whole rows.
     *
     * @param first the first row
     * @param target is filled to its limit, which lies within the rows there are
     */
    void read(int first, FloatBuffer target);

    /**
     * @param first the first row
     * @param rows how many
     * @return rows (rows, d), float32 on the processor, all of them finite
     */
    default Tensor rows(int first, int rows) {
        int d = dimensions();
        if (first < 0 || rows < 1 || rows > count() - first || (long) rows * d > Integer.MAX_VALUE / Float.BYTES) {
            throw new InvalidInputException(rows + " rows from " + first + " of " + count() + " rows of " + d
                    + " numbers cannot be read together");
        }
        return Scoped.result(() -> {
            Tensor rows_nd = torch.empty(rows, d);
            read(first, rows_nd.createBuffer());
            Tensor finite_n = rows_nd.isfinite().all(1);
            if (!finite_n.all().item_bool()) {
                int row = Math.toIntExact(
                        first + finite_n.logical_not().nonzero().select(0, 0).item_long());
                throw new InvalidInputException("row " + row + " of the features, from 0, is not finite");
            }
            return rows_nd;
        });
    }

    /** Refuses features of another dimension, which cannot be compared with these. */
    default void requireComparable(Features other) {
        if (dimensions() != other.dimensions()) {
            throw new InvalidInputException(
                    "features of " + dimensions() + " and of " + other.dimensions() + " dimensions cannot be compared");
        }
    }

    /** {@return a copy of some rows, in the order they are named} */
    default Features select(int... rows) {
        int d = dimensions();
        float[] values = new float[Math.multiplyExact(rows.length, d)];
        for (int i = 0; i < rows.length; i++) {
            read(rows[i], FloatBuffer.wrap(values, i * d, d));
        }
        return new FeatureArray(values, d);
    }
}
