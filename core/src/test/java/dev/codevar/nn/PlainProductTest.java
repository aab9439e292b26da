package dev.codevar.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product of CUDA, and of processors that oneDNN does not serve: called by itself, since elsewhere nothing else calls it. */
class PlainProductTest {
    private static final double[] ROW = {1, -2, 0.5};
    private static final double[][] WEIGHT = {{2, 0.25, -1}, {-0.5, 1, 3}};
    private static final double[] BIAS = {0.125, -0.25};

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void isTheFormula(boolean withBias, boolean withGelu) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor weight_OI = Tensor.create(new float[] {2, 0.25f, -1, -0.5f, 1, 3}, 2, 3);
                Tensor bias_O = withBias ? Tensor.create(new float[] {0.125f, -0.25f}, 2) : null;
                Product product = new PlainProduct(weight_OI, bias_O, owner);
                float[] got = new float[2];
                product.apply(Tensor.create(new float[] {1, -2, 0.5f}, 1, 3), withGelu)
                        .data_ptr_float()
                        .get(got);
                for (int out = 0; out < got.length; out++) {
                    double sum = withBias ? BIAS[out] : 0;
                    for (int in = 0; in < ROW.length; in++) {
                        sum += ROW[in] * WEIGHT[out][in];
                    }
                    assertThat((double) got[out]).isCloseTo(withGelu ? gelu(sum) : sum, within(1e-6));
                }
            }
            return 0;
        });
    }

    /** In its tanh form. */
    private static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
}
