package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.model.VarConfig;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A transformer's products: one weight at a time, with one picture's rows at the coarsest scale and with many. */
final class ProductTrials {
    private static final long FEW_ROWS = 2;
    private static final long MANY_ROWS = 72;
    private static final long SEED = 3;
    private static final long OUTPUTS_TOGETHER = 256;

    private final Checker checker;
    private final Compute compute;

    ProductTrials(Checker checker, Compute compute) {
        this.checker = checker;
        this.compute = compute;
    }

    private enum Kind {
        PLAIN,
        GELU,
        FLOAT32_RESULT
    }

    void run(VarConfig model) {
        long width = model.width();
        run("qkv", width, 3 * width, Kind.PLAIN);
        run("fc1 with GELU", width, 4 * width, Kind.GELU);
        run("fc2", 4 * width, width, Kind.PLAIN);
        run("head", width, model.codes(), Kind.FLOAT32_RESULT);
    }

    private void run(String layer, long in, long out, Kind kind) {
        String what = layer + " " + in + "→" + out;
        checker.begin("packing " + what + " in " + compute.precision().label());
        Scoped.inference(() -> {
            try (Owner owner = new Owner();
                    RandomWeights random =
                            new RandomWeights(layer, Map.of("weight", List.of(out, in), "bias", List.of(out)), SEED)) {
                Weights weights = new Weights(random, compute.type());
                Linear linear = kind == Kind.FLOAT32_RESULT
                        ? Linear.toFloat32(weights, in, out, compute, owner)
                        : Linear.of(weights, in, out, compute, owner);
                UnaryOperator<Tensor> kernel = kind == Kind.GELU ? linear::applyGelu : linear::apply;
                Tensor x_rI = compute.place(torch.randn(MANY_ROWS, in));
                Tensor wanted_rO = Scoped.result(
                        () -> Libtorch.withThreadedProducts(() -> formula(x_rI, weights, out, kind == Kind.GELU)));
                for (long rows : new long[] {FEW_ROWS, MANY_ROWS}) {
                    checker.check(new Trial(
                            what + ", " + rows + " rows",
                            compute.precision(),
                            linear.kernel(),
                            2.0 * rows * in * out,
                            rows,
                            (first, count) -> kernel.apply(x_rI.narrow(0, first, count)),
                            UnaryOperator.identity(),
                            () -> wanted_rO.narrow(0, 0, rows)));
                }
            }
            return 0;
        });
    }

    /** With the weights as they are in the kernel's precision: what is asked is how it computes, not what rounding them changes. */
    private Tensor formula(Tensor x_rI, Weights weights, long out, boolean gelu) {
        Tensor weight_OI = compute.place(weights.take("weight", out, x_rI.size(1)));
        Tensor bias_O = compute.place(weights.take("bias", out));
        Tensor exact_rI = x_rI.to(ScalarType.Double);
        TensorVector parts = new TensorVector();
        // In parts: fresh memory for all of the weight in float64 takes longer than the product.
        for (long first = 0; first < out; first += OUTPUTS_TOGETHER) {
            long begin = first;
            long some = Math.min(OUTPUTS_TOGETHER, out - first);
            parts.push_back(Scoped.result(() -> torch.linear(
                    exact_rI,
                    weight_OI.narrow(0, begin, some).to(ScalarType.Double),
                    new TensorOptional(bias_O.narrow(0, begin, some).to(ScalarType.Double)))));
        }
        Tensor y_rO = torch.cat(parts, 1);
        return gelu ? torch.gelu(y_rO, "tanh") : y_rO;
    }
}
