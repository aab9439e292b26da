package dev.codevar.evaluation.score.neighbour;

import dev.codevar.tensor.Scoped;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Squared distances max(|u|² − 2u·v + |v|², 0) of one block of features from another. */
final class SquaredDistances {
    private final DistanceArithmetic arithmetic;
    private int redone;

    SquaredDistances(DistanceArithmetic arithmetic) {
        this.arithmetic = arithmetic;
    }

    /** {@return how many blocks float16 could not hold} */
    int redone() {
        return redone;
    }

    /** {@return distances (n, m), float32} */
    Tensor between(Tensor u_nd, Tensor v_md) {
        return Scoped.result(() -> unclamped(u_nd, v_md).clamp_min_(new Scalar(0.0)));
    }

    private Tensor unclamped(Tensor u_nd, Tensor v_md) {
        if (arithmetic == DistanceArithmetic.FLOAT64) {
            Tensor double_nm =
                    inSteps(u_nd.to(ScalarType.Double), v_md.to(ScalarType.Double), UnaryOperator.identity());
            return double_nm.to(ScalarType.Float);
        }
        if (arithmetic == DistanceArithmetic.FLOAT16_COMPATIBLE) {
            Tensor half_nm = inHalf(u_nd, v_md);
            // An infinity or a NaN shows in the sum; what is finite cannot add up to either. Before clamping, which
            // would
            // make a distance of 0 out of the negative infinity that 2u·v may be.
            if (Float.isFinite(half_nm.sum().item_float())) {
                return half_nm;
            }
            redone++;
        }
        return inSteps(u_nd, v_md, UnaryOperator.identity());
    }

    private static Tensor inHalf(Tensor u_nd, Tensor v_md) {
        UnaryOperator<Tensor> rounded = tensor -> tensor.to(ScalarType.Half);
        return Scoped.result(() -> inSteps(
                        // Products of rounded features are added up in float32, as a GPU does.
                        rounded.apply(u_nd).to(ScalarType.Float),
                        rounded.apply(v_md).to(ScalarType.Float),
                        rounded)
                .to(ScalarType.Float));
    }

    /** The steps in the published order, each rounded. */
    private static Tensor inSteps(Tensor u_nd, Tensor v_md, UnaryOperator<Tensor> rounded) {
        Tensor normOfU_n = norms(u_nd, rounded);
        Tensor normOfV_m = norms(v_md, rounded);
        Tensor products_nm = Scoped.result(() -> rounded.apply(u_nd.mm(v_md.t())));
        return products_nm.mul_(new Scalar(-2.0)).add_(normOfU_n.unsqueeze(1)).add_(normOfV_m);
    }

    private static Tensor norms(Tensor rows_nd, UnaryOperator<Tensor> rounded) {
        Tensor squares_nd = rounded.apply(rows_nd.square()).to(rows_nd.scalar_type());
        return rounded.apply(squares_nd.sum(1));
    }
}
