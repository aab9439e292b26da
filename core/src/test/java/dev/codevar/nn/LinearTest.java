package dev.codevar.nn;

import static dev.codevar.nn.Formula.exact;
import static dev.codevar.nn.Formula.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The packed product against libtorch's own, and the property that exact batches rest on: a row depends on itself alone. */
class LinearTest {
    private static final int MOST_ROWS = 680;
    private static final int[] ROWS = {1, 2, 8, 17, 32, 72, 255, 512};

    @BeforeAll
    static void load() {
        Libtorch.load();
        torch.manual_seed(7);
    }

    @Test
    void agreesWithPlainProductAndGelu() {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(37, 192);
                Tensor weight = torch.randn(256, 192).mul(new Scalar(0.1));
                Tensor bias = torch.randn(256);
                Linear linear = Linear.of(() -> weight, bias, Compute.EXACT, owner);
                Tensor plain = torch.linear(x, weight, new TensorOptional(bias));
                assertThat(linear.apply(x).allclose(plain, 1e-5, 1e-5, false)).isTrue();
                assertThat(linear.applyGelu(x).allclose(torch.gelu(plain, "tanh"), 1e-5, 1e-5, false))
                        .isTrue();
            }
            return 0;
        });
    }

    /** Small weights, large ones, and those of many inputs: each has a kernel of its own. In bfloat16 the result is rounded, by at most 2⁻⁹. */
    @ParameterizedTest
    @CsvSource({
        "1, 192, 256",
        "37, 192, 256",
        "144, 100, 37",
        "2, 1920, 5760",
        "37, 5000, 123",
        "144, 1024, 1024",
        "1, 1024, 4096",
        "50, 1024, 4096"
    })
    void isItsFormulaToItsPrecision(long rows, long in, long out) {
        requireFormula(Compute.EXACT, rows, in, out, 1e-5);
        requireFormula(new Compute(Device.CPU, Precision.BFLOAT16), rows, in, out, 3e-3);
    }

    /** Layers, rows and threads as a seed draws them. */
    @ParameterizedTest
    @MethodSource("dev.codevar.nn.Shapes#seeds")
    void publishedLayersAreTheirFormula(long seed) {
        Shapes.Multiplied drawn = Shapes.product(seed);
        Threads.on(List.of(drawn.threads()), () -> {
            requireFormula(Compute.EXACT, drawn.rows(), drawn.in(), drawn.out(), 1e-5);
            Compute rounded = new Compute(Device.CPU, Precision.BFLOAT16);
            if (Dnnl.computes(rounded)) {
                requireFormula(rounded, drawn.rows(), drawn.in(), drawn.out(), 3e-3);
            }
        });
    }

    /** What seeds draw reaches all that is published. */
    @Test
    void seedsDrawAllLayers() {
        List<Shapes.Multiplied> all =
                Shapes.more(1000).mapToObj(Shapes::product).toList();
        // Of each of five widths five layers, of which no two are of one shape.
        assertThat(all.stream().map(it -> List.of(it.in(), it.out())).distinct())
                .hasSize(25);
        assertThat(all).anyMatch(it -> it.rows() == 1).anyMatch(it -> it.rows() > 600);
    }

    private static void requireFormula(Compute compute, long rows, long in, long out, double tolerance) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(rows, in).to(compute.type());
                Tensor weight = torch.randn(out, in).mul(new Scalar(0.1)).to(compute.type());
                Tensor bias = torch.randn(out).to(compute.type());
                Tensor product = exact(x).matmul(exact(weight).t());
                Tensor wanted = product.add(exact(bias));
                Linear linear = Linear.of(() -> weight, bias, compute, owner);
                requireClose(linear.apply(x), wanted, tolerance);
                requireClose(linear.applyGelu(x), torch.gelu(wanted, "tanh"), tolerance);
                requireClose(Linear.of(() -> weight, null, compute, owner).apply(x), product, tolerance);
            }
            return 0;
        });
    }

    /** As logits are: rounded to 16 bits they would be wrong by 2⁻⁹, and guidance makes more of it. */
    @Test
    void aFloat32ResultIsNotRounded() {
        Compute compute = new Compute(Device.CPU, Precision.BFLOAT16);
        assumeTrue(Dnnl.computes(compute) && !Cpu.multipliesTiles(), "elsewhere a kernel rounds it");
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(50, 1024).to(compute.type());
                Tensor weight = torch.randn(512, 1024).mul(new Scalar(0.1)).to(compute.type());
                Tensor bias = torch.randn(512).to(compute.type());
                Weights weights = new Weights(new GivenTensors(Map.of("weight", weight, "bias", bias)), compute.type());
                Tensor wanted = exact(x).matmul(exact(weight).t()).add(exact(bias));
                requireClose(
                        Linear.toFloat32(weights, 1024, 512, compute, owner).apply(x), wanted, 1e-5);
            }
            return 0;
        });
    }

    /** Sizes below those for which it is chosen, where errors of its own would be as large as numbers. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 3, 2", "2, 1, 5", "3, 5, 7", "17, 33, 9", "5, 64, 65"})
    void oneDnnsProductIsItsFormulaAtTinyShapes(long rows, long in, long out) {
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
            Compute compute = new Compute(Device.CPU, precision);
            if (!Dnnl.computes(compute)) {
                continue;
            }
            double tolerance = precision == Precision.FLOAT32 ? 1e-5 : 4e-3;
            Scoped.inference(() -> {
                try (Owner owner = new Owner()) {
                    Tensor x = torch.randn(rows, in).to(compute.type());
                    Tensor weight = torch.randn(out, in).to(compute.type());
                    Tensor bias = torch.randn(out).to(compute.type());
                    Tensor wanted = exact(x).matmul(exact(weight).t()).add(exact(bias));
                    Product product = new DnnlProduct(weight, bias, compute.type(), owner);
                    requireClose(product.apply(x, false), wanted, tolerance);
                    // Beside the sums: GELU makes a negative one small, and not its error.
                    requireClose(
                            exact(product.apply(x, true)).add(wanted),
                            torch.gelu(wanted, "tanh").add(wanted),
                            tolerance);
                }
                return 0;
            });
        }
    }

    /** Widths of small models, and of the published ones: of 640 inputs and more libtorch's products do not keep to it everywhere. */
    @ParameterizedTest
    @CsvSource({
        "64, 64",
        "16, 128",
        "128, 512",
        "256, 768",
        "512, 128",
        "100, 37",
        "640, 240",
        "1024, 256",
        "1024, 1024",
        "4096, 256",
        "1280, 320",
        "1920, 480",
        "7680, 192"
    })
    void rowsDependOnThemselvesAloneForAnyNumberOfThreads(long in, long out) {
        PromisedBits.computes().forEach(compute -> requireRowsIndependent(compute, in, out));
    }

    private static void requireRowsIndependent(Compute compute, long in, long out) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(MOST_ROWS, in).to(compute.type());
                Tensor weight = torch.randn(out, in).mul(new Scalar(0.05)).to(compute.type());
                Linear linear = Linear.of(() -> weight, torch.randn(out), compute, owner);
                Tensor all = linear.apply(x).to(ScalarType.Float);
                Tensor allGelu = linear.applyGelu(x).to(ScalarType.Float);
                Threads.each(() -> {
                    assertRowsIndependent(x, all, linear::apply);
                    assertRowsIndependent(x, allGelu, linear::applyGelu);
                });
            }
            return 0;
        });
    }

    /** As many rows as 24 pictures have at the finest scale of 256 pixels, at the widths of the published d16 and d30. */
    @ParameterizedTest
    @CsvSource({"1024, 3072", "1920, 1920", "1920, 4096"})
    void thousandsOfRowsChangeNone(long in, long out) {
        PromisedBits.computes().forEach(compute -> requireRowsOfManyPicturesIndependent(compute, in, out));
    }

    private static void requireRowsOfManyPicturesIndependent(Compute compute, long in, long out) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(2 * 24 * 256, in).to(compute.type());
                Tensor weight = torch.randn(out, in).mul(new Scalar(0.05)).to(compute.type());
                Linear linear = Linear.of(() -> weight, torch.randn(out), compute, owner);
                Tensor all = linear.apply(x);
                for (int picture : new int[] {0, 17, 47}) {
                    Tensor alone = linear.apply(x.narrow(0, 256L * picture, 256).contiguous());
                    assertThat(alone.equal(all.narrow(0, 256L * picture, 256))).isTrue();
                }
                assertThat(linear.apply(x.narrow(0, 5000, 2).contiguous()).equal(all.narrow(0, 5000, 2)))
                        .isTrue();
            }
            return 0;
        });
    }

    private static void assertRowsIndependent(Tensor x, Tensor all, UnaryOperator<Tensor> layer) {
        for (int rows : ROWS) {
            for (int start : new int[] {0, MOST_ROWS - rows}) {
                assertThat(Scoped.value(
                                () -> layer.apply(x.narrow(0, start, rows).contiguous())
                                        .to(ScalarType.Float)
                                        .equal(all.narrow(0, start, rows))))
                        .as("%d rows from %d with %d threads", rows, start, Libtorch.threads())
                        .isTrue();
            }
        }
    }
}
