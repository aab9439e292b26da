package dev.codevar.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Gradients;
import dev.codevar.training.Parameters;
import dev.codevar.training.net.QuantizerTraining.Quantized;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The quantizer's step: codes, loss, and two gradients that see one half of the loss each. */
class QuantizerTrainingTest {
    private static final int CODES = 9;
    private static final int CHANNELS = 5;
    private static final int PICTURES = 3;
    private static final VqVaeConfig CONFIG =
            new VqVaeConfig(CODES, CHANNELS, 32, List.of(1, 1), 1, false, false, 2, Pyramid.of(1, 2, 4));

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static Parameters parameters() {
        Map<String, List<Long>> shapes = new TreeMap<>(VqVaeTensors.shapes(CONFIG));
        shapes.keySet().removeIf(name -> !name.startsWith("quantize."));
        return Gradients.exact(shapes);
    }

    private static QuantizerTraining quantizer(Parameters parameters) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        parameters.tensors().forEach((name, info) -> shapes.put(name, info.shape()));
        return new QuantizerTraining(new LiveTensors(parameters.leaves(), shapes), CONFIG);
    }

    private static Tensor features() {
        return Gradients.random(2, PICTURES, CHANNELS, 4, 4).mul(new Scalar(2.0));
    }

    @Test
    void codesAreTheNearestAndCounted() {
        Scoped.value(() -> {
            try (Parameters parameters = parameters()) {
                Quantized made = quantizer(parameters).apply(features());
                double[] codebook = numbers(parameters.get("quantize.embedding.weight"));
                for (int k = 0; k < 3; k++) {
                    long[] ids = new long[(int) made.ids().get(k).numel()];
                    made.ids().get(k).contiguous().data_ptr_long().get(ids);
                    double[] sought = numbers(made.sought_rE().get(k));
                    long[] hits = new long[CODES];
                    for (int r = 0; r < ids.length; r++) {
                        assertThat(ids[r]).isEqualTo(nearest(codebook, sought, r));
                        hits[(int) ids[r]]++;
                    }
                    long[] counted = new long[CODES];
                    made.hits_KV().select(0, k).contiguous().data_ptr_long().get(counted);
                    assertThat(counted).isEqualTo(hits);
                }
                assertThat(made.ids().get(2).size(1)).isEqualTo(16);
                return 0;
            }
        });
    }

    private static double[] numbers(Tensor tensor) {
        double[] numbers = new double[(int) tensor.numel()];
        tensor.detach().contiguous().data_ptr_double().get(numbers);
        return numbers;
    }

    private static int nearest(double[] codebook, double[] sought, int row) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int v = 0; v < CODES; v++) {
            double distance = 0;
            for (int e = 0; e < CHANNELS; e++) {
                double difference = codebook[v * CHANNELS + e] - sought[row * CHANNELS + e];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = v;
            }
        }
        return nearest;
    }

    /**
     * The loss is 1.25 times the mean distance, of which codes and φ see 1 and the features 0.25: so its finite differences,
     * in which nothing is held back, are 1.25 and 5 times the gradients.
     */
    @Test
    void gradientsAreFiniteDifferencesOfTheirHalves() {
        Scoped.value(() -> {
            try (Parameters parameters = parameters()) {
                QuantizerTraining quantizer = quantizer(parameters);
                Tensor f_BEPP = features();
                Gradients.check(
                        parameters,
                        name -> true,
                        () -> halved(quantizer.apply(f_BEPP).loss(), 1.25),
                        1e-6,
                        1e-6);
                f_BEPP.set_requires_grad(true);
                Gradients.checkOne(
                        "features", f_BEPP, () -> halved(quantizer.apply(f_BEPP).loss(), 5), 1e-6, 1e-6);
                return 0;
            }
        });
    }

    /** Of the value of {@code loss} the part that 1/{@code share} is, with the whole gradient. */
    private static Tensor halved(Tensor loss, double share) {
        return loss.sub(loss.detach()).add(loss.detach().div(new Scalar(share)));
    }

    @Test
    void theSumPassesItsGradientStraightToTheFeatures() {
        Scoped.value(() -> {
            try (Parameters parameters = parameters()) {
                Tensor f_BEPP = features().set_requires_grad(true);
                Quantized made = quantizer(parameters).apply(f_BEPP);
                Tensor wanted_BEPP = Gradients.random(3, PICTURES, CHANNELS, 4, 4);
                made.f_hat_BEPP().mul(wanted_BEPP).sum().backward();
                assertThat(f_BEPP.grad().equal(wanted_BEPP)).isTrue();
                double distance = torch.mse_loss(made.f_hat_BEPP(), f_BEPP).item_double();
                // Of three scales, of which the last is the distance to the sum itself.
                assertThat(made.loss().item_double()).isGreaterThan(1.25 * distance / 3);
                return 0;
            }
        });
    }

    @Test
    void oneScaleIsTheDistanceToItsOwnCodes() {
        VqVaeConfig one =
                new VqVaeConfig(CODES, CHANNELS, 32, List.of(1, 1), 1, false, false, 2, new Pyramid(List.of(4)));
        Scoped.value(() -> {
            try (Parameters parameters = parameters()) {
                Map<String, List<Long>> shapes = new TreeMap<>();
                parameters.tensors().forEach((name, info) -> shapes.put(name, info.shape()));
                Tensor f_BEPP = features();
                Quantized made = new QuantizerTraining(new LiveTensors(parameters.leaves(), shapes), one).apply(f_BEPP);
                double distance = torch.mse_loss(made.f_hat_BEPP(), f_BEPP).item_double();
                assertThat(made.loss().item_double()).isCloseTo(1.25 * distance, within(1e-12));
                return 0;
            }
        });
    }
}
