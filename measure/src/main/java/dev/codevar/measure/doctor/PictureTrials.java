package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.GroupNorm;
import dev.codevar.nn.Silu;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.SpatialAttention;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What a VQ-VAE is made of, one picture at a time as inference gives it. */
final class PictureTrials {
    private static final long SEED = 5;
    private static final int LINES_COMPARED = 8;
    private static final double SMALL = 0.1;

    private final Checker checker;
    private final Compute compute;
    private final PictureFormulas formulas;

    PictureTrials(Checker checker, Compute compute) {
        this.checker = checker;
        this.compute = compute;
        this.formulas = new PictureFormulas(compute);
    }

    /** Checks the layers that compute in this precision, and the SiLU between some of them. */
    void run(VqVaeConfig config) {
        MapLayer.of(config, compute.precision()).forEach(layer -> {
            switch (layer.kind()) {
                case CONVOLUTION -> convolution(layer);
                case NORM, NORM_WITH_SILU -> norm(layer);
                case ATTENTION -> attention(layer);
            }
        });
        silu(config.lowestWidth(), config.pyramid().finestSide());
    }

    private void convolution(MapLayer it) {
        withWeights(
                Map.of("", List.of((long) it.out(), (long) it.in(), (long) it.kernel(), (long) it.kernel())),
                (weights, owner) -> {
                    Conv2d layer = it.stride() == 1
                            ? Conv2d.same(weights, it.in(), it.out(), it.kernel(), compute, owner)
                            : Conv2d.halving(weights, it.in(), it.out(), it.kernel(), compute, owner);
                    Tensor x = picture(it.in(), it.givenSide());
                    Tensor lines = lines(it.side());
                    check(
                            it.toString(),
                            layer.kernel(),
                            2.0 * it.in() * it.out() * it.kernel() * it.kernel() * it.side() * it.side(),
                            x,
                            layer::apply,
                            y_1Ohw -> y_1Ohw.index_select(2, lines),
                            () -> Libtorch.withThreadedProducts(() -> formulas.convolved(it, x, lines, weights)));
                });
    }

    /** {@return some lines of a map: in float64 all would take longer than the kernels} */
    private Tensor lines(int side) {
        return torch.arange(
                new Scalar(0),
                new Scalar(side),
                new Scalar(1 + (side - 1) / LINES_COMPARED),
                compute.options(ScalarType.Long));
    }

    private void norm(MapLayer it) {
        int channels = it.in();
        boolean withSilu = it.kind() == MapLayer.Kind.NORM_WITH_SILU;
        withWeights(Map.of("", List.of((long) channels)), (weights, owner) -> {
            GroupNorm norm = new GroupNorm(weights, channels, compute, owner);
            Tensor x = picture(channels, it.side());
            Tensor lines = lines(it.side());
            check(
                    it.toString(),
                    norm.kernel(x),
                    0,
                    x,
                    withSilu ? norm::applySilu : norm::apply,
                    y_1Chw -> y_1Chw.index_select(2, lines),
                    () -> {
                        Tensor y = formulas.normed(x, lines, weights);
                        return withSilu ? PictureFormulas.silu(y) : y;
                    });
        });
    }

    /** Between all places, beside the map itself, which is small here: it would hide what attention adds. */
    private void attention(MapLayer it) {
        long width = it.in();
        Map<String, List<Long>> shapes = Map.of(
                "norm.",
                List.of(width),
                "qkv.",
                List.of(3 * width, width, 1L, 1L),
                "proj_out.",
                List.of(width, width, 1L, 1L));
        withWeights(shapes, (weights, owner) -> {
            SpatialAttention attention = new SpatialAttention(weights, it.in(), compute, owner);
            Tensor x = picture(it.in(), it.side()).mul(new Scalar(SMALL));
            check(
                    it.toString(),
                    attention.kernel(),
                    x,
                    attention::apply,
                    () -> Libtorch.withThreadedProducts(() -> formulas.attended(x, weights)));
        });
    }

    private void silu(int channels, int side) {
        Scoped.inference(() -> {
            Tensor x = picture(channels, side);
            check(
                    "SiLU " + channels + ", " + side + "x" + side + " pixels",
                    Silu.kernel(x),
                    x,
                    Silu::of,
                    () -> PictureFormulas.silu(formulas.exact(x)));
            return 0;
        });
    }

    private void check(
            String what, Kernel kernel, Tensor x_1Chw, UnaryOperator<Tensor> layer, Supplier<Tensor> formula) {
        check(what, kernel, 0, x_1Chw, layer, UnaryOperator.identity(), formula);
    }

    private void check(
            String what,
            Kernel kernel,
            double flops,
            Tensor x_1Chw,
            UnaryOperator<Tensor> layer,
            UnaryOperator<Tensor> part,
            Supplier<Tensor> formula) {
        checker.check(new Trial(
                what, compute.precision(), kernel, flops, 1, (first, count) -> layer.apply(x_1Chw), part, formula));
    }

    /** With a layer's weights and who keeps what is made of them. */
    @FunctionalInterface
    private interface Body {
        void run(Weights weights, Owner owner);
    }

    /** @param shapes of weights, by what their names begin with; biases go with them */
    private void withWeights(Map<String, List<Long>> shapes, Body body) {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        shapes.forEach((prefix, shape) -> {
            tensors.put(prefix + "weight", shape);
            tensors.put(prefix + "bias", List.of(shape.get(0)));
        });
        Scoped.inference(() -> {
            try (Owner owner = new Owner();
                    RandomWeights random = new RandomWeights("a layer", tensors, SEED)) {
                body.run(new Weights(random, compute.type()), owner);
            }
            return 0;
        });
    }

    /** With a mean, in which sums of squares must not drown. */
    private Tensor picture(int channels, int side) {
        return compute.layout()
                .of(compute.place(torch.randn(1, channels, side, side).add(new Scalar(1.0))));
    }
}
