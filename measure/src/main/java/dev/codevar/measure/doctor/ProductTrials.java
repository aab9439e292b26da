package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.model.VarConfig;
import dev.codevar.nn.FeedForward;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Products, with one picture's rows at the coarsest scale, with many, and with so many that they are multiplied in slices. */
final class ProductTrials {
    private static final long FEW_ROWS = 2;
    private static final long MANY_ROWS = 72;
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
        ProductLayer.of(model, compute.precision()).forEach(this::run);
    }

    private void run(ProductLayer layer) {
        checker.begin("packing " + layer + " in " + compute.precision().label());
        Scoped.inference(() -> {
            try (Owner owner = new Owner();
                    RandomWeights random = layer.random()) {
                Weights weights = new Weights(random, compute.type());
                ProductLayer.Computing computing = layer.computing(weights, compute, owner);
                Tensor other_rI = compute.place(torch.randn(MANY_ROWS, layer.in()));
                long out = layer.out();
                List<Long> blocks = blocks(out, out <= FEW_OUTPUTS ? OUTPUTS_TOGETHER : OUTPUTS_TOGETHER * EVERY);
                Tensor otherWanted_rO = Scoped.result(
                        () -> Libtorch.withThreadedProducts(() -> formula(other_rI, weights, layer, blocks)));
                for (long rows : rows(layer)) {
                    Tensor x_rI = repeated(other_rI, rows);
                    checker.check(new Trial(
                            layer + ", " + rows + " rows",
                            compute.precision(),
                            computing.kernel(),
                            layer.flops() * rows,
                            rows,
                            (first, count) -> computing.product().apply(x_rI.narrow(0, first, count)),
                            y_rO -> parts(blocks, out, (first, some) -> y_rO.narrow(1, first, some)),
                            () -> repeated(otherWanted_rO, rows)));
                }
            }
            return 0;
        });
    }

    private static long[] rows(ProductLayer layer) {
        return layer.feedForward()
                ? new long[] {FEW_ROWS, MANY_ROWS, FeedForward.rowsTogether() + FEW_ROWS}
                : new long[] {FEW_ROWS, MANY_ROWS};
    }

    /**
     * {@return so many rows, some again where there are not as many: float64 takes longer than the kernels} They come again after 71, so
     * that no slice of a multiple of 64 rows is equal to another.
     */
    private static Tensor repeated(Tensor x_rI, long rows) {
        Tensor some_rI = rows <= MANY_ROWS ? x_rI : x_rI.narrow(0, 0, MANY_ROWS - 1);
        return some_rI.repeat((rows - 1) / some_rI.size(0) + 1, 1).narrow(0, 0, rows);
    }

    /** {@return where blocks of outputs begin, one in so many outputs, and the last: float64 takes longer than the kernels} */
    private static List<Long> blocks(long out, long every) {
        long last = (out - 1) / OUTPUTS_TOGETHER * OUTPUTS_TOGETHER;
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

    /** Of the last product those blocks alone. */
    private Tensor formula(Tensor x_rI, Weights weights, ProductLayer layer, List<Long> blocks) {
        Tensor y = x_rI.to(ScalarType.Double);
        int last = layer.products().size() - 1;
        for (int i = 0; i <= last; i++) {
            Multiplied product = layer.products().get(i);
            y = formula(y, weights, product, i == last ? blocks : blocks(product.out(), OUTPUTS_TOGETHER));
        }
        return y;
    }

    /** With the weights as they are in the kernel's precision: what is asked is how it computes, not what rounding them changes. */
    private Tensor formula(Tensor exact_rI, Weights weights, Multiplied product, List<Long> blocks) {
        Weights own = weights.under(product.layer() + ".");
        Tensor weight_OI = compute.place(own.take("weight", product.out(), product.in()));
        Tensor bias_O = compute.place(own.take("bias", product.out()));
        Tensor y_rO = parts(
                blocks,
                product.out(),
                (first, some) -> Scoped.result(() -> torch.linear(
                        exact_rI,
                        weight_OI.narrow(0, first, some).to(ScalarType.Double),
                        new TensorOptional(bias_O.narrow(0, first, some).to(ScalarType.Double)))));
        return product.kind() == Multiplied.Kind.GELU ? torch.gelu(y_rO, "tanh") : y_rO;
    }
}
