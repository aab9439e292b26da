package dev.codevar.training.net;

import static dev.codevar.nn.Formula.exact;
import static dev.codevar.nn.Formula.requireClose;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of layers and their gradients, on one thread and on several. */
class ProductsTest {
    private int threads;

    @BeforeEach
    void remember() {
        threads = Libtorch.threads();
    }

    @AfterEach
    void restore() {
        Libtorch.useThreads(threads);
    }

    @ParameterizedTest
    @CsvSource({"1, Float, 1e-6", "2, Float, 1e-6", "3, Float, 1e-6", "2, Double, 1e-14"})
    void aLinearLayerAndItsGradientsAreTheirFormulas(int computing, ScalarType type, double tolerance) {
        Libtorch.useThreads(computing);
        Scoped.value(() -> {
            Tensor x_BlI = leaf(type, 3, 70, 40);
            Tensor weight_OI = leaf(type, 56, 40);
            Tensor bias_O = leaf(type, 56);
            Tensor towards_BlO = leaf(type, 3, 70, 56).detach();

            Tensor y_BlO = Products.linear(x_BlI, weight_OI, bias_O);
            y_BlO.mul(towards_BlO).sum().backward();

            Tensor rows_rI = exact(x_BlI).view(210, 40);
            Tensor towards_rO = exact(towards_BlO).view(210, 56);
            requireClose(y_BlO, rows_rI.mm(exact(weight_OI).t()).add(exact(bias_O)), tolerance);
            requireClose(x_BlI.grad(), towards_rO.mm(exact(weight_OI)), tolerance);
            requireClose(weight_OI.grad(), towards_rO.t().mm(rows_rI), tolerance);
            requireClose(bias_O.grad(), towards_rO.sum(0), tolerance);
            return 0;
        });
    }

    /** As large as a step of fashion32's: libtorch's oneDNN spoils memory there, so that a later allocation or release ends the process. */
    @ParameterizedTest
    @CsvSource({"2, 128, 512", "2, 512, 128", "2, 128, 384", "3, 256, 1024", "16, 128, 128"})
    void gradientsOfAWholeStepSpoilNothing(int computing, int in, int out) {
        Libtorch.useThreads(computing);
        for (int step = 0; step < 3; step++) {
            Scoped.value(() -> {
                Tensor x_BlI = leaf(ScalarType.Float, 64, 130, in);
                Tensor weight_OI = leaf(ScalarType.Float, out, in);
                Tensor bias_O = leaf(ScalarType.Float, out);
                Products.linear(x_BlI, weight_OI, bias_O).sum().backward();
                // Every output has a gradient of 1, so a weight's is the sum of its input over the rows.
                Tensor sums_OI = exact(x_BlI).view(64 * 130, in).sum(0).expand(out, in);
                requireClose(weight_OI.grad(), sums_OI, 1e-5);
                return 0;
            });
        }
    }

    private static Tensor leaf(ScalarType type, long... sizes) {
        return torch.randn(sizes).to(type).requires_grad_(true);
    }
}
