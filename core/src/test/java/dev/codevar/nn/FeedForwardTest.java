package dev.codevar.nn;

import static dev.codevar.nn.Formula.exact;
import static dev.codevar.nn.Formula.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both layers against their formula, and rows that go through in slices against rows that go alone. */
class FeedForwardTest {
    private static final long WIDTH = 320;
    private static final long ROWS = 700;

    @BeforeAll
    static void load() {
        Libtorch.load();
        torch.manual_seed(17);
    }

    /** In 8 bits each of both layers rounds rows and weights: by 1% of their length, or 2% where weights have 7 bits. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 1e-5", "INT8, 0.04"})
    void isItsFormulaAndRowsDependOnThemselvesAlone(Precision precision, double tolerance) {
        assumeTrue(precision != Precision.INT8 || EightBitProduct.offered());
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Map<String, Tensor> given = Map.of(
                        "fc1.weight", torch.randn(4 * WIDTH, WIDTH).mul(new Scalar(0.05)),
                        "fc1.bias", torch.randn(4 * WIDTH),
                        "fc2.weight", torch.randn(WIDTH, 4 * WIDTH).mul(new Scalar(0.05)),
                        "fc2.bias", torch.randn(WIDTH));
                Compute compute = new Compute(Device.CPU, precision);
                FeedForward layers = FeedForward.of(
                        new Weights(new GivenTensors(given), compute.type()), WIDTH, 4 * WIDTH, compute, owner);
                Tensor x_rC = torch.randn(ROWS, WIDTH);
                Tensor hidden = torch.gelu(
                        exact(x_rC).matmul(of(given, "fc1.weight").t()).add(of(given, "fc1.bias")), "tanh");
                Tensor all_rC = layers.apply(x_rC);
                requireClose(all_rC, hidden.matmul(of(given, "fc2.weight").t()).add(of(given, "fc2.bias")), tolerance);
                assertThat(layers.apply(x_rC.view(7, 100, WIDTH))
                                .view(ROWS, WIDTH)
                                .equal(all_rC))
                        .isTrue();
                for (long rows : new long[] {1, 2, 127, 129, 300}) {
                    long from = ROWS - rows;
                    assertThat(layers.apply(x_rC.narrow(0, from, rows)).equal(all_rC.narrow(0, from, rows)))
                            .as("%d rows", rows)
                            .isTrue();
                }
            }
            return 0;
        });
    }

    private static Tensor of(Map<String, Tensor> given, String name) {
        return exact(Objects.requireNonNull(given.get(name)));
    }
}
