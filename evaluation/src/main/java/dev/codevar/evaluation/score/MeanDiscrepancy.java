package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The squared maximum mean discrepancy under the Gaussian kernel exp(−|x − y|²/(2·10²)), times 1000, in float64: of CLIP's
 * embeddings it is CMMD (Jayasumana et al., 2024). As published it is the biased estimate, in which every feature also meets
 * itself, so it is 0 for equal sets and never below but by rounding.
 */
public final class MeanDiscrepancy {
    private static final double BANDWIDTH = 10;
    private static final double SCALE = 1000;
    private static final int ROWS_TOGETHER = 4096;

    private MeanDiscrepancy() {}

    /** {@return the discrepancy of two sets, each of at least one feature; takes time by the square of their sizes} */
    public static double between(Features one, Features other) {
        one.requireComparable(other);
        if (one.count() < 1 || other.count() < 1) {
            throw new InvalidInputException("a discrepancy needs at least 1 feature on both sides");
        }
        Libtorch.load();
        return SCALE
                * Libtorch.withThreadedProducts(
                        () -> meanKernel(one, one) + meanKernel(other, other) - 2 * meanKernel(one, other));
    }

    private static double meanKernel(Features one, Features other) {
        double sum = 0;
        for (RowBlock rows : RowBlock.of(one.count(), ROWS_TOGETHER)) {
            for (RowBlock columns : RowBlock.of(other.count(), ROWS_TOGETHER)) {
                sum += Scoped.value(() -> kernels(
                        one.rows(rows.first(), rows.rows()).to(ScalarType.Double),
                        other.rows(columns.first(), columns.rows()).to(ScalarType.Double)));
            }
        }
        return sum / ((double) one.count() * other.count());
    }

    private static double kernels(Tensor rows_nd, Tensor columns_md) {
        Tensor squares_n1 = rows_nd.square().sum(1).unsqueeze(1);
        Tensor squares_1m = columns_md.square().sum(1).unsqueeze(0);
        return rows_nd.mm(columns_md.t())
                .mul_(new Scalar(-2.0))
                .add_(squares_n1)
                .add_(squares_1m)
                .mul_(new Scalar(-1 / (2 * BANDWIDTH * BANDWIDTH)))
                .exp_()
                .sum()
                .item_double();
    }
}
