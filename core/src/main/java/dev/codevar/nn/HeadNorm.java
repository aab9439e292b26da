package dev.codevar.nn;

import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Gives queries and keys a length, differentiable: VAR's attention compares their directions alone. */
public final class HeadNorm {
    /**
     * libtorch's fused g·v/‖v‖ of rows v; its second result is ‖v‖. It takes the memory of both for contiguous without looking: what is
     * not makes it write where it must not.
     */
    private static final Operator FUSED =
            Operator.find("aten::_weight_norm_interface").orElseThrow();

    /** What a shorter norm is replaced by, as in PyTorch's {@code normalize}. */
    private static final double LEAST = 1e-12;

    private static final long[] LAST = {3};

    private HeadNorm() {}

    /**
     * {@return length·x / max(‖x‖, 1e-12) (B, H, l, c), in the type of {@code x}}
     *
     * @param x_BHlc every head's query or key
     * @param length_1H11 what is to be its length, per head
     */
    public static Tensor of(Tensor x_BHlc, Tensor length_1H11) {
        return Scoped.result(() -> {
            // Whoever asks a device how long they are waits for it.
            if (!x_BHlc.is_cpu()) {
                return inOneFlow(x_BHlc, length_1H11);
            }
            long c = x_BHlc.size(3);
            // In the type of x only once it is there for every row, so that the rows' gradients are summed in its own.
            Tensor length_r1 = length_1H11
                    .expand(x_BHlc.size(0), x_BHlc.size(1), x_BHlc.size(2), 1)
                    .to(x_BHlc.scalar_type())
                    .reshape(-1, 1)
                    .contiguous();
            Tensor x_rc = x_BHlc.reshape(-1, c).contiguous();
            List<Tensor> normed = FUSED.call(new IValue(x_rc), new IValue(length_r1), new IValue(0L));
            // The fused norm knows no least one.
            return normed.get(1).min().item_double() >= LEAST
                    ? normed.get(0).view(x_BHlc.sizes())
                    : stepByStep(x_BHlc, length_1H11);
        });
    }

    /** The same without asking how long any is, for devices; norms are float32 and more. */
    static Tensor inOneFlow(Tensor x_BHlc, Tensor length_1H11) {
        Tensor norm_BHl1 = x_BHlc.norm(new ScalarOptional(new Scalar(2.0)), LAST, true, length_1H11.scalar_type());
        Tensor factor_BHl1 = length_1H11.div(norm_BHl1.clamp_min(new Scalar(LEAST)));
        return x_BHlc.mul(factor_BHl1.to(x_BHlc.scalar_type()));
    }

    /** The same by the formula, in three times the time. */
    private static Tensor stepByStep(Tensor x_BHlc, Tensor length_1H11) {
        Tensor reciprocal_BHl1 = x_BHlc.mul(x_BHlc)
                .sum(new long[] {3}, true, new ScalarTypeOptional(length_1H11.scalar_type()))
                .clamp_min(new Scalar(LEAST * LEAST))
                .rsqrt();
        return x_BHlc.mul(reciprocal_BHl1.mul(length_1H11).to(x_BHlc.scalar_type()))
                .contiguous();
    }
}
