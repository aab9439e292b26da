package dev.codevar.evaluation.score.neighbour;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Density and coverage: in how many balls of the reference a sample lies, and how many of those balls hold a sample. The radius of
 * a ball is the distance of the k-th nearest other picture of the reference; unlike in {@link PrecisionRecall} distances are
 * Euclidean, in float32 from squares in float64, and equal distances do <em>not</em> count as in.
 *
 * @param density balls around a sample, divided by k; may exceed 1
 * @param coverage the share of balls that hold a sample
 */
public record DensityCoverage(double density, double coverage) {
    /** k as published. */
    public static final int NEIGHBOURS = 5;

    /**
     * @param k which neighbour's distance is the radius, {@link #NEIGHBOURS} as published
     * @param block rows and columns computed at once; changes nothing but the memory needed
     */
    public static DensityCoverage of(Features reference, Features samples, int k, int block) {
        reference.requireComparable(samples);
        Libtorch.load();
        SquaredDistances distances = new SquaredDistances(DistanceArithmetic.FLOAT64);
        return Scoped.value(() -> {
            Tensor radii_n = NeighbourRadius.of(reference, k, distances, block).sqrt_();
            List<RowBlock> columns = RowBlock.of(samples.count(), block);
            long balls = 0;
            long covered = 0;
            for (RowBlock rows : RowBlock.of(reference.count(), block)) {
                long[] ballsAndCovered = Scoped.value(() -> {
                    Tensor rows_nd = reference.rows(rows.first(), rows.rows());
                    Tensor inside_n = torch.zeros(rows.rows()).to(ScalarType.Long);
                    for (RowBlock some : columns) {
                        Scoped.value(() -> inside_n.add_(inside(
                                distances.between(rows_nd, samples.rows(some.first(), some.rows())),
                                rows.of(radii_n))));
                    }
                    return new long[] {
                        inside_n.sum().item_long(),
                        inside_n.gt(new Scalar(0)).sum().item_long()
                    };
                });
                balls += ballsAndCovered[0];
                covered += ballsAndCovered[1];
            }
            return new DensityCoverage(balls / ((double) k * samples.count()), covered / (double) reference.count());
        });
    }

    /**
     * {@return how many columns lie in the ball of every row}
     *
     * @param squared_nm squared distances, changed
     * @param radii_n of the balls, not squared
     */
    static Tensor inside(Tensor squared_nm, Tensor radii_n) {
        return squared_nm.sqrt_().lt(radii_n.unsqueeze(1)).sum(1);
    }
}
