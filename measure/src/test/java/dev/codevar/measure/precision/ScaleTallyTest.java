package dev.codevar.measure.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.decode.token.Row;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScaleTallyTest {
    private static final float[] EXACT = {2, 1, 0.5F, -3};
    private static final float[] OTHER = {1.5F, 1.25F, -1, 40};

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static TokenDifference difference(double temperature, int topK) {
        Row row = new Row(0, 0, 0, List.of(temperature), List.of(topK), 0, null);
        ScaleTally tally = new ScaleTally();
        Scoped.value(() -> {
            tally.addLogits(logits(EXACT), logits(OTHER), List.of(row), 0);
            return tally;
        });
        return tally.difference();
    }

    private static Tensor logits(float[] values) {
        return torch.tensor(values).view(1, 1, values.length);
    }

    /** Σ p·log(p/q) of the first codes, as it is defined. */
    private static double divergence(double temperature, int codes) {
        double[] p = softmax(EXACT, temperature, codes);
        double[] q = softmax(OTHER, temperature, codes);
        double sum = 0;
        for (int i = 0; i < codes; i++) {
            sum += p[i] * Math.log(p[i] / q[i]);
        }
        return sum;
    }

    private static double[] softmax(float[] logits, double temperature, int codes) {
        double[] weights = new double[codes];
        for (int i = 0; i < codes; i++) {
            weights[i] = Math.exp(logits[i] / temperature);
        }
        double sum = DoubleStream.of(weights).sum();
        return DoubleStream.of(weights).map(weight -> weight / sum).toArray();
    }

    @Test
    void divergenceIsThatOfTheDefinition() {
        assertThat(difference(1, 0).klDivergence()).isCloseTo(divergence(1, 4), within(1e-5));
        assertThat(difference(0.5, 0).klDivergence()).isCloseTo(divergence(0.5, 4), within(1e-5));
    }

    /** The other filter keeps the last code, which float32's does not. */
    @Test
    void onlyCodesThatFloat32KeepsAreCompared() {
        assertThat(difference(1, 3).klDivergence()).isCloseTo(divergence(1, 3), within(1e-5));
        assertThat(difference(0.5, 2).klDivergence()).isCloseTo(divergence(0.5, 2), within(1e-5));
        assertThat(difference(0, 0).klDivergence()).isZero();
    }
}
