package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.model.VarConfig;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Products: one weight at a time, with one picture's rows at the coarsest scale and with many. */
final class ProductTrials {
    private static final long FEW_ROWS = 2;
    private static final long MANY_ROWS = 72;
    private static final long SEED = 3;
    private static final long OUTPUTS_TOGETHER = 64;
    private static final long FEW_OUTPUTS = 1024;
    private static final long EVERY = 4;

    private final Checker checker;
    private final Compute compute;

    ProductTrials(Checker checker, Compute compute) {
        this.checker = checker;
        this.compute = compute;
    }

    void run(VarConfig model) {
        Multiplied.of(model).stream()
                .filter(product -> product.large() || compute.precision() != Precision.INT8)
                .forEach(this::run);
    }

    void run(Multiplied product) {
        long in = product.in();
        long out = product.out();
        Multiplied.Kind kind = product.kind();
        checker.begin("packing " + product + " in " + compute.precision().label());
        Scoped.inference(() -> {
            try (Owner owner = new Owner();
                    RandomWeights random = new RandomWeights(
                            product.layer(), Map.of("weight", List.of(out, in), "bias", List.of(out)), SEED)) {
                Weights weights = new Weights(random, compute.type());
                Linear linear = kind == Multiplied.Kind.FLOAT32_RESULT
                        ? Linear.toFloat32(weights, in, out, compute, owner)
                        : Linear.of(weights, in, out, compute, owner);
                UnaryOperator<Tensor> kernel = kind == Multiplied.Kind.GELU ? linear::applyGelu : linear::apply;
                Tensor x_rI = compute.place(torch.randn(MANY_ROWS, in));
                List<Long> blocks = blocks(out);
                Tensor wanted_rO = Scoped.result(
                        () -> Libtorch.withThreadedProducts(() -> formula(x_rI, weights, out, blocks, kind)));
                for (long rows : new long[] {FEW_ROWS, MANY_ROWS}) {
                    checker.check(new Trial(
                            product + ", " + rows + " rows",
                            compute.precision(),
                            linear.kernel(),
                            2.0 * rows * in * out,
                            rows,
                            (first, count) -> kernel.apply(x_rI.narrow(0, first, count)),
                            y_rO -> parts(blocks, out, (first, some) -> y_rO.narrow(1, first, some)),
                            () -> wanted_rO.narrow(0, 0, rows)));
                }
            }
            return 0;
        });
    }

    /** {@return where the blocks of outputs begin that are compared: of many some, since float64 takes longer than the kernels} */
    private static List<Long> blocks(long out) {
        long last = (out - 1) / OUTPUTS_TOGETHER * OUTPUTS_TOGETHER;
        long every = out <= FEW_OUTPUTS ? OUTPUTS_TOGETHER : OUTPUTS_TOGETHER * EVERY;
        return LongStream.concat(
                        LongStream.iterate(0, first -> first < last, first -> first + every), LongStream.of(last))
                .boxed()
                .toList();
    }

    /** A block of outputs. */
    private interface Part {
        Tensor of(long first, long count);
    }

    private static Tensor parts(List<Long> blocks, long out, Part part) {
        TensorVector parts = new TensorVector();
        blocks.forEach(first -> parts.push_back(part.of(first, Math.min(OUTPUTS_TOGETHER, out - first))));
        return torch.cat(parts, 1);
    }

    /** With the weights as they are in the kernel's precision: what is asked is how it computes, not what rounding them changes. */
    private Tensor formula(Tensor x_rI, Weights weights, long out, List<Long> blocks, Multiplied.Kind kind) {
        Tensor weight_OI = compute.place(weights.take("weight", out, x_rI.size(1)));
        Tensor bias_O = compute.place(weights.take("bias", out));
        Tensor exact_rI = x_rI.to(ScalarType.Double);
        Tensor y_rO = parts(
                blocks,
                out,
                (first, some) -> Scoped.result(() -> torch.linear(
                        exact_rI,
                        weight_OI.narrow(0, first, some).to(ScalarType.Double),
                        new TensorOptional(bias_O.narrow(0, first, some).to(ScalarType.Double)))));
        return kind == Multiplied.Kind.GELU ? torch.gelu(y_rO, "tanh") : y_rO;
    }
}
