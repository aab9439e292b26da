package dev.codevar.model;

import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * LN(x)·(1 + scale) + shift, where scale and shift belong to a row's class: one fused norm for each run of rows of equal
 * class, with (1 + scale, shift) as its weight and bias.
 */
final class AdaptiveNorm {
    private static final double EPSILON = 1e-6;

    private final Rows rows;
    private final ScalarType type;
    private final List<TensorOptional> weights_C = new ArrayList<>();
    private final List<TensorOptional> biases_C = new ArrayList<>();

    /**
     * @param scale_DC per distinct class the scale, float32
     * @param shift_DC per distinct class the shift, float32
     * @param rows which row has which class
     * @param type the format of the result
     * @param owner keeps weight and bias
     */
    AdaptiveNorm(Tensor scale_DC, Tensor shift_DC, Rows rows, ScalarType type, Owner owner) {
        this.rows = rows;
        this.type = type;
        try (Scalar one = new Scalar(1.0)) {
            for (int d = 0; d < rows.distinct().size(); d++) {
                weights_C.add(owner.own(new TensorOptional(scale_DC.select(0, d).add(one))));
                biases_C.add(owner.own(new TensorOptional(shift_DC.select(0, d).contiguous())));
            }
        }
    }

    /**
     * @param x_RlC float32
     * @return (R, l, C), in the format of matrix products
     */
    Tensor apply(Tensor x_RlC) {
        return Scoped.result(() -> {
            long[] normalized = {x_RlC.size(2)};
            Tensor out_RlC = torch.empty_like(x_RlC, x_RlC.options().dtype(new ScalarTypeOptional(type)), null);
            for (Rows.Run run : rows.runs()) {
                Tensor normed = torch.layer_norm(
                        x_RlC.narrow(0, run.start(), run.count()),
                        normalized,
                        weights_C.get(run.index()),
                        biases_C.get(run.index()),
                        EPSILON,
                        false);
                out_RlC.narrow(0, run.start(), run.count()).copy_(normed);
            }
            return out_RlC;
        });
    }
}
