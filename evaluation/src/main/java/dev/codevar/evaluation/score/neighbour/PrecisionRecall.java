package dev.codevar.evaluation.score.neighbour;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Improved precision and recall: a picture is in the manifold of a set if it is no further from one of its pictures than that
 * picture's k-th nearest neighbour. Distances stay squared, and equal distances count as in.
 *
 * @param precision the share of samples in the manifold of the reference
 * @param recall the share of the reference in the manifold of the samples
 * @param redone blocks that float16 could not hold, so that they were computed in float32
 */
public record PrecisionRecall(double precision, double recall, int redone) {
    /** k as published. */
    public static final int NEIGHBOURS = 3;

    /** Rows of a block as published; with float16 a block decides by itself whether float16 holds it. */
    public static final int BLOCK = 10_000;

    /** {@return both as published, all features of both sets being used} */
    public static PrecisionRecall of(Features reference, Features samples, DistanceArithmetic arithmetic) {
        return of(reference, samples, arithmetic, NEIGHBOURS, BLOCK);
    }

    /**
     * @param k which neighbour's distance is the radius, the picture itself not counted
     * @param block rows and columns computed at once; about 10 bytes for every pair of them are needed
     */
    public static PrecisionRecall of(
            Features reference, Features samples, DistanceArithmetic arithmetic, int k, int block) {
        reference.requireComparable(samples);
        Libtorch.load();
        SquaredDistances distances = new SquaredDistances(arithmetic);
        return Scoped.value(() -> {
            Tensor radii_n = NeighbourRadius.of(reference, k, distances, block);
            Tensor radii_m = NeighbourRadius.of(samples, k, distances, block);
            List<RowBlock> columns = RowBlock.of(samples.count(), block);
            Tensor sampleIsIn_m = torch.zeros(samples.count()).to(ScalarType.Bool);
            long referencesIn = 0;
            for (RowBlock rows : RowBlock.of(reference.count(), block)) {
                referencesIn += Scoped.value(() -> {
                    Tensor rows_nd = reference.rows(rows.first(), rows.rows());
                    Tensor isIn_n = torch.zeros(rows.rows()).to(ScalarType.Bool);
                    for (RowBlock some : columns) {
                        Scoped.value(() -> {
                            Tensor distances_nm = distances.between(rows_nd, samples.rows(some.first(), some.rows()));
                            return mark(
                                    distances_nm, rows.of(radii_n), some.of(radii_m), isIn_n, some.of(sampleIsIn_m));
                        });
                    }
                    return isIn_n.sum().item_long();
                });
            }
            return new PrecisionRecall(
                    sampleIsIn_m.sum().item_long() / (double) samples.count(),
                    referencesIn / (double) reference.count(),
                    distances.redone());
        });
    }

    /**
     * Marks who is in whose manifold.
     *
     * @param radii_n of the rows
     * @param radii_m of the columns
     * @param isIn_n the rows that are in the columns' manifold so far, changed
     * @param isIn_m the columns that are in the rows' manifold so far, changed
     * @return the columns
     */
    static Tensor mark(Tensor distances_nm, Tensor radii_n, Tensor radii_m, Tensor isIn_n, Tensor isIn_m) {
        isIn_n.logical_or_(distances_nm.le(radii_m).any(1));
        return isIn_m.logical_or_(distances_nm.le(radii_n.unsqueeze(1)).any(0));
    }
}
