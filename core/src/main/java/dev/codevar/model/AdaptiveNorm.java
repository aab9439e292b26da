package dev.codevar.model;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** LN(x)·(1 + scale) + shift, where scale and shift belong to a row's class. */
final class AdaptiveNorm {
    private static final double EPSILON = 1e-6;

    private final Compute compute;
    private final Tensor onePlusScale_DC;
    private final Tensor shift_DC;
    private final List<TensorOptional> weights_C = new ArrayList<>();
    private final List<TensorOptional> biases_C = new ArrayList<>();

    /** The norm for the rows of a batch. */
    interface OfRows {
        /**
         * @param x_rlC float32
         * @param firstRow which row of the batch is the first of the r rows
         * @return (r, l, C), in the format of matrix products
         */
        Tensor apply(Tensor x_rlC, int firstRow);
    }

    /**
     * @param scale_DC per distinct class the scale, float32
     * @param shift_DC per distinct class the shift, float32
     * @param compute where, and in which format the result is
     * @param owner keeps both
     */
    AdaptiveNorm(Tensor scale_DC, Tensor shift_DC, Compute compute, Owner owner) {
        this.compute = compute;
        try (Scalar one = new Scalar(1.0)) {
            onePlusScale_DC = owner.own(scale_DC.add(one));
        }
        this.shift_DC = owner.own(shift_DC.contiguous());
        // A device takes all rows at once, by no class's own.
        for (int d = 0; d < scale_DC.size(0) && !compute.device().cuda(); d++) {
            weights_C.add(owner.own(new TensorOptional(onePlusScale_DC.select(0, d))));
            biases_C.add(owner.own(new TensorOptional(this.shift_DC.select(0, d))));
        }
    }

    /**
     * @param classes which row has which class
     * @param class_R the same on the device, int64
     * @param owner keeps what is looked up
     * @return the norm for these rows
     */
    OfRows ofRows(RowClasses classes, Tensor class_R, Owner owner) {
        return compute.device().cuda() ? atOnce(class_R, owner) : byRuns(classes);
    }

    /** {@return what a processor is fastest at: one fused norm for each run of rows of equal class, with weight and bias} */
    OfRows byRuns(RowClasses classes) {
        return (x_rlC, firstRow) -> Scoped.result(() -> {
            List<RowClasses.Run> runs = classes.runs(firstRow, (int) x_rlC.size(0));
            if (runs.size() == 1) {
                return normed(x_rlC, runs.get(0)).to(compute.type());
            }
            Tensor out_rlC =
                    torch.empty_like(x_rlC, x_rlC.options().dtype(new ScalarTypeOptional(compute.type())), null);
            for (RowClasses.Run run : runs) {
                Tensor part_rlC = x_rlC.narrow(0, run.start() - firstRow, run.count());
                out_rlC.narrow(0, run.start() - firstRow, run.count()).copy_(normed(part_rlC, run));
            }
            return out_rlC;
        });
    }

    private Tensor normed(Tensor x_rlC, RowClasses.Run run) {
        return normed(x_rlC, weights_C.get(run.index()), biases_C.get(run.index()));
    }

    /** {@return what a device is fastest at: as few kernels as can be, however many classes there are} */
    OfRows atOnce(Tensor class_R, Owner owner) {
        Tensor onePlusScale_R1C = owner.own(Scoped.result(() -> perRow(onePlusScale_DC, class_R)));
        Tensor shift_R1C = owner.own(Scoped.result(() -> perRow(shift_DC, class_R)));
        return (x_rlC, firstRow) -> Scoped.result(() -> {
            long r = x_rlC.size(0);
            Tensor normed_rlC = normed(x_rlC, new TensorOptional(), new TensorOptional());
            return shift_R1C
                    .narrow(0, firstRow, r)
                    .addcmul(normed_rlC, onePlusScale_R1C.narrow(0, firstRow, r))
                    .to(compute.type());
        });
    }

    private static Tensor perRow(Tensor x_DC, Tensor class_R) {
        return x_DC.index_select(0, class_R).unsqueeze(1);
    }

    private static Tensor normed(Tensor x_rlC, TensorOptional weight_C, TensorOptional bias_C) {
        return torch.layer_norm(x_rlC, new long[] {x_rlC.size(2)}, weight_C, bias_C, EPSILON, false);
    }
}
