package dev.codevar.training.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.evaluation.classifier.Blobs;
import dev.codevar.evaluation.classifier.ClassifierNetwork;
import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.evaluation.classifier.PlainNetwork;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Draws;
import dev.codevar.training.Initialiser;
import dev.codevar.training.Parameters;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The network against its formulas, and its gradients against differences, in float64. */
class ClassifierNetworkTest {
    private static final ClassifierShape TINY = new ClassifierShape(8, List.of(List.of(8), List.of(16, 8)), 3);
    private static final Blobs PICTURES = new Blobs(2, 8, 3);
    private static final double STEP = 1e-6;

    /** Nothing is 0 or 1, so that every parameter shows. */
    private static final Initialiser ANYTHING = (info, values) -> {
        Draws draws = Draws.of(9, info.name());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.2 + 0.5 * draws.normal(i));
        }
    };

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void itComputesWhatTheFormulasSay() {
        try (PointerScope scope = new PointerScope();
                Parameters parameters = anything()) {
            ClassifierNetwork network = new ClassifierNetwork(TINY, parameters.leaves());
            Tensor features_Bd = network.features(ClassifierNetwork.input(PICTURES.batch(0, 1), ScalarType.Double));
            double[] logits = doubles(network.logits(features_Bd).detach());
            for (int picture = 0; picture < 2; picture++) {
                double[][][] x_chw = PlainNetwork.input(bytes(PICTURES.batch(picture)), 8);
                double[] features_d = new PlainNetwork(parameters).features(TINY, x_chw);
                double[] got = doubles(features_Bd.select(0, picture).detach());
                assertThat(got).containsExactly(features_d, within(1e-12));
                double[] head_kd = doubles(parameters.load("head.weight", ScalarType.Double));
                double[] bias_k = doubles(parameters.load("head.bias", ScalarType.Double));
                for (int k = 0; k < 3; k++) {
                    double sum = bias_k[k];
                    for (int d = 0; d < features_d.length; d++) {
                        sum += head_kd[k * features_d.length + d] * features_d[d];
                    }
                    assertThat(logits[picture * 3 + k]).isCloseTo(sum, within(1e-12));
                }
            }
        }
    }

    @Test
    void gradientsAreDifferences() {
        try (PointerScope scope = new PointerScope();
                Parameters parameters = anything()) {
            loss(parameters).backward();
            for (Map.Entry<String, Tensor> entry : parameters.leaves().entrySet()) {
                Tensor leaf = entry.getValue();
                double[] gradient = doubles(leaf.grad());
                DoublePointer values = leaf.detach().data_ptr_double();
                for (int i = 0; i < gradient.length; i += 1 + gradient.length / 5) {
                    double kept = values.get(i);
                    values.put(i, kept + STEP);
                    double above = value(parameters);
                    values.put(i, kept - STEP);
                    double below = value(parameters);
                    values.put(i, kept);
                    assertThat(gradient[i])
                            .as("%s %d", entry.getKey(), i)
                            .isCloseTo((above - below) / (2 * STEP), within(1e-7));
                }
            }
        }
    }

    private static Parameters anything() {
        try (Parameters single = Parameters.of(TINY.shapes(), ANYTHING, Device.CPU)) {
            return Parameters.of(single, info -> true, Device.CPU, ScalarType.Double);
        }
    }

    private static Tensor loss(Parameters parameters) {
        ClassifierNetwork network = new ClassifierNetwork(TINY, parameters.leaves());
        Tensor x_B3hw = ClassifierNetwork.input(PICTURES.batch(0, 1), ScalarType.Double);
        return torch.cross_entropy_loss(network.logits(network.features(x_B3hw)), PICTURES.labels(0, 1));
    }

    private static double value(Parameters parameters) {
        return Scoped.inference(() -> loss(parameters).item_double());
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[(int) tensor.numel()];
        tensor.contiguous().data_ptr_double().get(values);
        return values;
    }

    private static byte[] bytes(Tensor tensor) {
        byte[] values = new byte[(int) tensor.numel()];
        tensor.data_ptr_byte().get(values);
        return values;
    }
}
