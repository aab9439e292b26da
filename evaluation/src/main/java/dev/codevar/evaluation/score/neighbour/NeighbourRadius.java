package dev.codevar.evaluation.score.neighbour;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** How far every feature's k-th nearest other feature of its set is. */
final class NeighbourRadius {
    private NeighbourRadius() {}

    /**
     * The (k+1)-th smallest squared distance, the feature's distance from itself being one of them, whatever rounding makes of it.
     * A row's smallest so far are all that is kept of a block.
     *
     * @return radii (n), squared, float32
     */
    static Tensor of(Features features, int k, SquaredDistances distances, int block) {
        requireLegal(features, k);
        List<RowBlock> blocks = RowBlock.of(features.count(), block);
        return Scoped.result(() -> {
            Tensor[] radii = blocks.stream()
                    .map(rows -> ofRows(features, rows, blocks, k + 1, distances))
                    .toArray(Tensor[]::new);
            return torch.cat(new TensorVector(radii));
        });
    }

    static void requireLegal(Features features, int k) {
        if (k < 1 || k >= features.count()) {
            throw new InvalidInputException("neighbours " + k + " is not between 1 and " + (features.count() - 1)
                    + ", one less than there are features");
        }
    }

    private static Tensor ofRows(
            Features features, RowBlock rows, List<RowBlock> blocks, int smallest, SquaredDistances distances) {
        return Scoped.result(() -> {
            Tensor rows_nd = features.rows(rows.first(), rows.rows());
            Tensor[] found = blocks.stream()
                    .map(columns -> Scoped.result(() -> {
                        Tensor columns_md = features.rows(columns.first(), columns.rows());
                        return nearest(rows_nd, columns_md, Math.min(smallest, columns.rows()), distances);
                    }))
                    .toArray(Tensor[]::new);
            return smallest(torch.cat(new TensorVector(found), 1), smallest).select(1, smallest - 1);
        });
    }

    /** {@return the smallest squared distances of every row from the columns, in ascending order} */
    static Tensor nearest(Tensor rows_nd, Tensor columns_md, int smallest, SquaredDistances distances) {
        return smallest(distances.between(rows_nd, columns_md), smallest);
    }

    /** {@return the smallest of every row, in ascending order} */
    private static Tensor smallest(Tensor values_nm, int smallest) {
        // What a tuple hands out dies with the tuple; this does not.
        return values_nm.topk(smallest, 1, false, true).get0().contiguous();
    }
}
