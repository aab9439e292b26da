package dev.codevar.nn;

import static dev.codevar.nn.Formula.exact;
import static dev.codevar.nn.Formula.requireClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the VQ-VAE is made of, one picture at a time: each kernel against its formula in float64, and where that is promised with the same bits
 * for any number of threads. Sides that are no powers of two leave something over in every thread's share.
 */
class PictureKernelsTest {
    private static final double EPSILON = 1e-6;

    @BeforeAll
    static void load() {
        Libtorch.load();
        torch.manual_seed(5);
    }

    private static Weights weights(Tensor weight, Tensor bias, Compute compute) {
        return new Weights(new GivenTensors(Map.of("weight", weight, "bias", bias)), compute.type());
    }

    private static Tensor kernel(int out, int in, int side) {
        return Scoped.result(() ->
                torch.randn(out, in, side, side).mul(new Scalar(1 / Math.sqrt((double) in * side * side))));
    }

    private static double tolerance(Compute compute) {
        return compute.precision() == Precision.FLOAT32 ? 1e-5 : 8e-3;
    }

    /** With a mean, which sums of squares must not drown in. */
    private static Tensor picture(int channels, int height, int width, Compute compute) {
        return compute.layout()
                .of(torch.randn(1, channels, height, width).add(new Scalar(3.0)).to(compute.type()));
    }

    @ParameterizedTest
    @CsvSource({"32, 7, 5", "64, 31, 33", "64, 32, 32", "96, 33, 47", "640, 32, 32", "320, 67, 61", "160, 128, 128"})
    void groupNorm(int channels, int height, int width) {
        forEach((compute, owner) -> {
            Tensor weight = torch.randn(channels);
            Tensor bias = torch.randn(channels);
            GroupNorm norm = new GroupNorm(weights(weight, bias, compute), channels, compute, owner);
            Tensor x = picture(channels, height, width, compute);
            Tensor wanted = formula(x, weight, bias, compute);
            requireClose(norm.apply(x).contiguous(), wanted, tolerance(compute));
            requireClose(norm.applySilu(x).contiguous(), wanted.mul(wanted.sigmoid()), tolerance(compute));
            requireSameBits(compute, "norm", () -> norm.apply(x));
            requireSameBits(compute, "norm with SiLU", () -> norm.applySilu(x));
        });
    }

    /** Equal numbers have no variance: rounding must not make it negative, and NaN of the whole picture. */
    @Test
    void groupNormOfEqualNumbers() {
        forEach((compute, owner) -> {
            GroupNorm norm = new GroupNorm(weights(torch.ones(32), torch.zeros(32), compute), 32, compute, owner);
            for (double number : new double[] {0, 0.1, 4.3, 77.7}) {
                Tensor x = compute.layout()
                        .of(torch.full(new long[] {1, 32, 40, 40}, new Scalar(number))
                                .to(compute.type()));
                assertThat(norm.apply(x).to(ScalarType.Double).abs().max().item_double())
                        .as("of %s everywhere", number)
                        .isLessThan(30);
            }
        });
    }

    private static Tensor formula(Tensor x_1Chw, Tensor weight_C, Tensor bias_C, Compute compute) {
        Tensor x_Gn = exact(x_1Chw).contiguous().view(32, -1);
        Tensor centred_Gn = x_Gn.sub(mean(x_Gn));
        Tensor normed = centred_Gn
                .div(mean(centred_Gn.mul(centred_Gn)).add(new Scalar(EPSILON)).sqrt())
                .view(x_1Chw.sizes());
        return normed.mul(exact(weight_C.to(compute.type())).view(1, -1, 1, 1))
                .add(exact(bias_C.to(compute.type())).view(1, -1, 1, 1));
    }

    private static Tensor mean(Tensor x_Gn) {
        return x_Gn.mean(new long[] {1}, true, new ScalarTypeOptional());
    }

    @ParameterizedTest
    @CsvSource({"64, 32, 8, 8", "160, 320, 33, 31", "640, 640, 16, 16", "640, 1920, 8, 8"})
    void convolutionOfPixels(int in, int out, int height, int width) {
        forEach((compute, owner) -> {
            Tensor weight = kernel(out, in, 1);
            Tensor bias = torch.randn(out);
            Conv2d layer = Conv2d.same(weights(weight, bias, compute), in, out, 1, compute, owner);
            Tensor x = picture(in, height, width, compute);
            Tensor wanted = exact(weight.to(compute.type()))
                    .view(out, in)
                    .matmul(exact(x).contiguous().view(in, -1))
                    .add(exact(bias.to(compute.type())).view(out, 1));
            requireClose(layer.apply(x).contiguous(), wanted.view(1, out, height, width), tolerance(compute));
            requireSameBits(compute, "convolution", () -> layer.apply(x));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "16, 24, 24",
        "64, 64, 9",
        "64, 48, 67",
        "160, 160, 31",
        // As in the published VQ-VAE: the first layer, every width, and the last one.
        "32, 640, 16",
        "640, 640, 16",
        "640, 320, 32",
        "320, 160, 64",
        "160, 160, 128",
        "160, 3, 128",
        "3, 160, 64"
    })
    void convolutionOfNeighbours(int in, int out, int side) {
        forEach((compute, owner) -> {
            Tensor weight = kernel(out, in, 3);
            Tensor bias = torch.randn(out);
            Conv2d layer = Conv2d.same(weights(weight, bias, compute), in, out, 3, compute, owner);
            Tensor x = picture(in, side, side, compute);
            requireConvolution(layer, x, weight, bias, compute, 1, 1);
        });
    }

    /** Of an even side padded by one, as the encoder has them, and of odd ones. */
    @ParameterizedTest
    @CsvSource({"24, 24, 9", "160, 160, 129", "320, 320, 65", "640, 640, 33"})
    void convolutionThatHalves(int in, int out, int side) {
        forEach((compute, owner) -> {
            Tensor weight = kernel(out, in, 3);
            Tensor bias = torch.randn(out);
            Conv2d layer = Conv2d.halving(weights(weight, bias, compute), in, out, 3, compute, owner);
            requireConvolution(layer, picture(in, side, side, compute), weight, bias, compute, 2, 0);
        });
    }

    /** As products: every pixel's neighbours in one column. */
    private static void requireConvolution(
            Conv2d layer, Tensor x, Tensor weight, Tensor bias, Compute compute, long stride, long padding) {
        long out = weight.size(0);
        Tensor got = layer.apply(x);
        Tensor neighbours = torch.im2col(
                exact(x).contiguous(), new long[] {3, 3}, new long[] {1, 1}, new long[] {padding, padding}, new long[] {
                    stride, stride
                });
        Tensor wanted = exact(weight.to(compute.type()))
                .view(out, -1)
                .matmul(neighbours.select(0, 0))
                .add(exact(bias.to(compute.type())).view(out, 1));
        requireClose(got.contiguous(), wanted.view(1, out, got.size(2), got.size(3)), tolerance(compute));
        requireSameBits(compute, "convolution", () -> layer.apply(x));
    }

    @ParameterizedTest
    @CsvSource({"3, 1920", "24, 1920", "31, 2304", "17, 4099"})
    void silu(int rows, int numbers) {
        forEach((compute, owner) -> {
            Tensor x = torch.randn(rows, numbers).to(compute.type());
            requireClose(Silu.of(x), exact(x).mul(exact(x).sigmoid()), tolerance(compute));
            requireSameBits(compute, "SiLU", () -> Silu.of(x));
        });
    }

    private static void requireSameBits(Compute compute, String what, Supplier<Tensor> kernel) {
        if (PromisedBits.computes().contains(compute)) {
            Threads.requireSameBits(what, kernel);
        }
    }

    /** bfloat16 that no instruction multiplies takes minutes. */
    private static List<Compute> computing() {
        Compute bfloat16 = new Compute(Device.CPU, Precision.BFLOAT16);
        return Cpu.multipliesBfloat16() ? List.of(Compute.EXACT, bfloat16) : List.of(Compute.EXACT);
    }

    private static void forEach(BiConsumer<Compute, Owner> test) {
        computing()
                .forEach(compute -> Scoped.inference(() -> {
                    try (Owner owner = new Owner()) {
                        test.accept(compute, owner);
                    }
                    return 0;
                }));
    }
}
