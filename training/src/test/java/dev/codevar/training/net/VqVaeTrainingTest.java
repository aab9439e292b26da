package dev.codevar.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.codevar.NativeObjects;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Gradients;
import dev.codevar.training.Parameters;
import dev.codevar.verify.GoldenCase;
import dev.codevar.verify.GoldenWeights;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The VQ-VAE in training: inference's function, and its gradient. */
class VqVaeTrainingTest {
    /** 8x8 pictures, attention everywhere that it can be. */
    private static final VqVaeConfig TINY =
            new VqVaeConfig(17, 6, 32, List.of(1, 2), 1, true, true, 2, Pyramid.of(1, 2, 4));

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static Parameters tiny() {
        return Golden.random(VqVaeTensors.shapes(TINY));
    }

    private static Tensor pictures(int count) {
        return Gradients.random(4, count, 3, 8, 8).to(ScalarType.Float);
    }

    @Test
    void itComputesWhatInferenceDoes() {
        GoldenCase golden = GoldenCase.read(Golden.folder("sharedaln128-tiny"));
        Scoped.value(() -> {
            try (Checkpoint expected = Golden.expected("sharedaln128-tiny");
                    Parameters parameters =
                            Golden.parameters(GoldenWeights.of(golden, false).vae());
                    VqVae inference = new VqVae(parameters, golden.vae(), Compute.EXACT);
                    VqVaeTraining training = new VqVaeTraining(parameters.leaves(), golden.vae())) {
                Tensor image_B3hw = Pixels.fromBytes(expected.load("image_u8", ScalarType.Byte));
                VqVaeTraining.Forward made = training.forward(image_B3hw);
                Encoding encoding = inference.encode(image_B3hw);
                for (int k = 0; k < encoding.ids().size(); k++) {
                    assertThat(made.quantized()
                                    .ids()
                                    .get(k)
                                    .equal(encoding.ids().get(k)))
                            .as("scale " + k)
                            .isTrue();
                }
                Tensor f_hat_BEPP = encoding.f_hats().get(encoding.f_hats().size() - 1);
                assertThat(largestDifference(made.quantized().f_hat_BEPP(), f_hat_BEPP))
                        .isLessThan(1e-4);
                // Inference keeps pictures between −1 and 1, training does not.
                Tensor clamped_B3hw = made.reconstruction_B3hw()
                        .clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)));
                assertThat(largestDifference(clamped_B3hw, inference.decode(f_hat_BEPP)))
                        .isLessThan(1e-3);
                return 0;
            }
        });
    }

    private static double largestDifference(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double();
    }

    /**
     * The networks compute in float32 only, so a step must be long enough for the loss to change by more than rounding: the
     * tolerance is what a step of that length leaves.
     */
    @Test
    void gradientsOfTheNetworksAreFiniteDifferences() {
        Scoped.value(() -> {
            try (Parameters parameters = tiny();
                    VqVaeTraining model = new VqVaeTraining(parameters.leaves(), TINY)) {
                Tensor image_B3hw = pictures(2);
                Tensor f_BEPP = Gradients.random(6, 2, 6, 4, 4).to(ScalarType.Float);
                Gradients.check(
                        parameters,
                        name -> name.startsWith("encoder.") || name.startsWith("quant_conv."),
                        () -> model.autoencoder()
                                .features(image_B3hw)
                                .sub(f_BEPP)
                                .square()
                                .mean(),
                        1e-2,
                        2e-3);
                Gradients.check(
                        parameters,
                        name -> name.startsWith("decoder.") || name.startsWith("post_quant_conv."),
                        () -> model.autoencoder()
                                .picture(f_BEPP)
                                .sub(image_B3hw)
                                .square()
                                .mean(),
                        1e-2,
                        2e-3);
                return 0;
            }
        });
    }

    @Test
    void whatTheDecoderWantsGoesStraightThroughToTheEncoder() {
        Scoped.value(() -> {
            try (Parameters parameters = tiny();
                    VqVaeTraining model = new VqVaeTraining(parameters.leaves(), TINY)) {
                Tensor image_B3hw = pictures(2);
                torch.mse_loss(model.forward(image_B3hw).reconstruction_B3hw(), image_B3hw)
                        .backward();
                assertThat(parameters
                                .get("encoder.conv_in.weight")
                                .grad()
                                .norm()
                                .item_double())
                        .isGreaterThan(0);
                assertThat(parameters.get("quantize.embedding.weight").grad().defined())
                        .isFalse();
                return 0;
            }
        });
    }

    @Test
    void convolutionsInBfloat16ChangeLittle() {
        Scoped.value(() -> {
            try (Parameters parameters = tiny();
                    VqVaeTraining exact = new VqVaeTraining(parameters.leaves(), TINY);
                    VqVaeTraining rounded =
                            new VqVaeTraining(parameters.leaves(), TINY, new Compute(Device.CPU, Precision.BFLOAT16))) {
                Tensor image_B3hw = pictures(2);
                double loss = loss(exact, image_B3hw).item_double();
                Tensor other = loss(rounded, image_B3hw);
                assertThat(other.item_double()).isNotEqualTo(loss).isCloseTo(loss, withinPercentage(5));
                other.backward();
                assertThat(parameters
                                .get("encoder.conv_in.weight")
                                .grad()
                                .norm()
                                .item_double())
                        .isGreaterThan(0);
                return 0;
            }
        });
    }

    private static Tensor loss(VqVaeTraining model, Tensor image_B3hw) {
        VqVaeTraining.Forward made = model.forward(image_B3hw);
        return torch.mse_loss(made.reconstruction_B3hw(), image_B3hw)
                .add(made.quantized().loss());
    }

    @Test
    void stepsReduceTheLossAndLeakNothing() {
        long before = NativeObjects.settled();
        try (Parameters parameters = tiny();
                VqVaeTraining model = new VqVaeTraining(parameters.leaves(), TINY);
                AdamW optimiser = new AdamW(parameters, AdamW.Settings.of(0.95, 0), AdamW.MATRICES)) {
            double first = step(model, parameters, optimiser);
            step(model, parameters, optimiser);
            long pointers = Pointer.totalCount();
            for (int i = 0; i < 20; i++) {
                step(model, parameters, optimiser);
            }
            assertThat(Pointer.totalCount()).isEqualTo(pointers);
            assertThat(step(model, parameters, optimiser)).isLessThan(0.7 * first);
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    private static double step(VqVaeTraining model, Parameters parameters, AdamW optimiser) {
        return Scoped.value(() -> {
            parameters.zeroGradients();
            Tensor loss = loss(model, pictures(4));
            loss.backward();
            optimiser.step(1e-3);
            return loss.item_double();
        });
    }
}
