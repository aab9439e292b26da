package dev.codevar.lab.train;

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

/** Products on one thread, which are OpenBLAS's, and on several, which are oneDNN's. */
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

    private static Tensor leaf(ScalarType type, long... sizes) {
        return torch.randn(sizes).to(type).requires_grad_(true);
    }
}
