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

    private final ScalarType type;
    private final List<TensorOptional> weights_C = new ArrayList<>();
    private final List<TensorOptional> biases_C = new ArrayList<>();

    /**
     * @param scale_DC per distinct class the scale, float32
     * @param shift_DC per distinct class the shift, float32
     * @param type the format of the result
     * @param owner keeps weight and bias
     */
    AdaptiveNorm(Tensor scale_DC, Tensor shift_DC, ScalarType type, Owner owner) {
        this.type = type;
        try (Scalar one = new Scalar(1.0)) {
            for (int d = 0; d < scale_DC.size(0); d++) {
                weights_C.add(owner.own(new TensorOptional(scale_DC.select(0, d).add(one))));
                biases_C.add(owner.own(new TensorOptional(shift_DC.select(0, d).contiguous())));
            }
        }
    }

    /**
     * @param x_rlC float32
     * @param firstRow which row of the batch is the first of the r rows
     * @param rows which row of the batch has which class
     * @return (r, l, C), in the format of matrix products
     */
    Tensor apply(Tensor x_rlC, int firstRow, RowClasses rows) {
        return Scoped.result(() -> {
            List<RowClasses.Run> runs = rows.runs(firstRow, (int) x_rlC.size(0));
            if (runs.size() == 1) {
                return normed(x_rlC, runs.get(0)).to(type);
            }
            Tensor out_rlC = torch.empty_like(x_rlC, x_rlC.options().dtype(new ScalarTypeOptional(type)), null);
            for (RowClasses.Run run : runs) {
                Tensor part_rlC = x_rlC.narrow(0, run.start() - firstRow, run.count());
                out_rlC.narrow(0, run.start() - firstRow, run.count()).copy_(normed(part_rlC, run));
            }
            return out_rlC;
        });
    }

    private Tensor normed(Tensor x_rlC, RowClasses.Run run) {
        return torch.layer_norm(
                x_rlC,
                new long[] {x_rlC.size(2)},
                weights_C.get(run.index()),
                biases_C.get(run.index()),
                EPSILON,
                false);
    }
}
