package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.GroupNorm;
import dev.codevar.nn.Silu;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What the published VQ-VAE's decoder is made of, one picture at a time as inference gives it. */
final class PictureTrials {
    private static final long SEED = 5;
    private static final long[] UNIT = {1, 1};
    private static final long GROUPS = 32;
    private static final double EPSILON = 1e-6;

    private final Checker checker;
    private final Compute compute;

    PictureTrials(Checker checker, Compute compute) {
        this.checker = checker;
        this.compute = compute;
    }

    void run() {
        convolution(640, 640, 3, 16);
        convolution(320, 320, 3, 32);
        convolution(160, 160, 3, 64);
        convolution(640, 1920, 1, 16);
        convolution(320, 160, 1, 64);
        norm(640, 16);
        norm(160, 128);
        silu(640, 16);
        silu(160, 128);
    }

    private void convolution(int in, int out, int side, int pictureSide) {
        String what = "convolution " + side + "x" + side + " " + in + "→" + out + ", " + square(pictureSide);
        withWeights(List.of((long) out, (long) in, (long) side, (long) side), (weights, owner) -> {
            Conv2d layer = Conv2d.same(weights, in, out, side, compute, owner);
            Tensor x = picture(in, pictureSide);
            long[] zeros = {side / 2, side / 2};
            Tensor weight = exact(compute.place(weights.take("weight", out, in, side, side)));
            TensorOptional bias = new TensorOptional(exact(compute.place(weights.take("bias", out))));
            check(
                    what,
                    layer.kernel(),
                    2.0 * in * out * side * side * pictureSide * pictureSide,
                    x,
                    layer::apply,
                    () -> torch.conv2d(exact(x), weight, bias, UNIT, zeros, UNIT, 1));
        });
    }

    private void norm(int channels, int side) {
        withWeights(List.of((long) channels), (weights, owner) -> {
            GroupNorm norm = new GroupNorm(weights, channels, compute, owner);
            Tensor x = picture(channels, side);
            check(
                    "group norm " + channels + ", " + square(side),
                    norm.kernel(x),
                    0,
                    x,
                    norm::apply,
                    () -> normed(x, weights));
            check(
                    "group norm with SiLU " + channels + ", " + square(side),
                    norm.kernel(x),
                    0,
                    x,
                    norm::applySilu,
                    () -> {
                        Tensor y = normed(x, weights);
                        return y.mul(y.sigmoid());
                    });
        });
    }

    private Tensor normed(Tensor x_1Chw, Weights weights) {
        Tensor x_Gn = exact(x_1Chw).view(GROUPS, -1);
        Tensor centred_Gn = x_Gn.sub(mean(x_Gn));
        Tensor variance_G1 = mean(centred_Gn.mul(centred_Gn));
        Tensor normed = centred_Gn.div(variance_G1.add(new Scalar(EPSILON)).sqrt());
        return normed.view(x_1Chw.sizes())
                .mul(ofChannels(weights, "weight", x_1Chw.size(1)))
                .add(ofChannels(weights, "bias", x_1Chw.size(1)));
    }

    private static Tensor mean(Tensor x_Gn) {
        return x_Gn.mean(new long[] {1}, true, new ScalarTypeOptional());
    }

    private Tensor ofChannels(Weights weights, String name, long channels) {
        return exact(compute.place(weights.take(name, channels))).view(1, -1, 1, 1);
    }

    private void silu(int channels, int side) {
        Scoped.inference(() -> {
            Tensor x = picture(channels, side);
            check("SiLU " + channels + ", " + square(side), Silu.kernel(x), 0, x, Silu::of, () -> {
                Tensor exact = exact(x);
                return exact.mul(exact.sigmoid());
            });
            return 0;
        });
    }

    private void check(
            String what,
            Kernel kernel,
            double flops,
            Tensor x_1Chw,
            UnaryOperator<Tensor> layer,
            Supplier<Tensor> formula) {
        checker.check(new Trial(
                what,
                compute.precision(),
                kernel,
                flops,
                1,
                (first, count) -> layer.apply(x_1Chw),
                UnaryOperator.identity(),
                formula));
    }

    /** With a layer's weights and who keeps what is made of them. */
    @FunctionalInterface
    private interface Body {
        void run(Weights weights, Owner owner);
    }

    private void withWeights(List<Long> shape, Body body) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner();
                    RandomWeights random = new RandomWeights(
                            "a layer", Map.of("weight", shape, "bias", List.of(shape.get(0))), SEED)) {
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

    private static Tensor exact(Tensor x) {
        return x.to(ScalarType.Double).contiguous();
    }

    private static String square(int side) {
        return side + "x" + side + " pixels";
    }
}
