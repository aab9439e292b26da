package dev.codevar.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.decode.token.PerPictureSampler;
import dev.codevar.decode.token.Row;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Smoothing in whole decodes: it grows with the place among all the picture's scales, whichever model makes them. */
class SmoothedPlanTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3, 4);
    private static final VqVaeConfig VAE = new VqVaeConfig(16, 4, 32, List.of(1, 1), 1, false, false, 4, PYRAMID);

    /**
     * f_hat after every scale against the one before and the published formula, r = k/(K − 1):
     * φ(softmax((logits·(1 + r) + noise)/max(0.27·(1 − 0.95·r), 0.005)) · codebook).
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theRatioCountsAllScalesOfThePlan(int draftSteps) {
        Libtorch.load();
        Row row = new Row(1, 5, 1.5, List.of(1.0, 1.0, 1.0, 1.0), List.of(0, 0, 0, 0), 0, null);
        RandomWeights weights = new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(VAE), 1);
        try (Owner owner = new Owner();
                Slab slab = new Slab();
                VqVae vae = new VqVae(weights, VAE, Compute.EXACT);
                VarModel drafter = model(2, 2);
                VarModel refiner = model(1, 3)) {
            Seen seen = new Seen(owner);
            Plan plan = Plan.collaborative(drafter, refiner, draftSteps);
            Batch batch = new Batch(List.of(row), true, OptionalLong.empty());
            try (Canvas canvas = new Decoder(vae).decode(plan, batch, seen, slab)) {
                seen.f_hats.add(owner.own(canvas.f_hat().clone()));
            }
            Tensor codebook_VE = owner.own(weights.load("quantize.embedding.weight", ScalarType.Double));
            for (int k = 0; k < PYRAMID.scales(); k++) {
                int scale = k;
                double difference = Scoped.value(() -> {
                    Tensor mixed_1lE = mixed(seen.logits.get(scale), row, scale, codebook_VE);
                    return vae.quantizer()
                            .contribution(scale, vae.quantizer().asMap(scale, mixed_1lE.to(ScalarType.Float)))
                            .add(seen.f_hats.get(scale))
                            .sub(seen.f_hats.get(scale + 1))
                            .abs()
                            .max()
                            .item_double();
                });
                assertThat(difference).as("scale " + k).isLessThan(1e-4);
            }
        }
    }

    private static Tensor mixed(Tensor logits_1lV, Row row, int k, Tensor codebook_VE) {
        double ratio = k / 3.0;
        double tau = Math.max(0.27 * (1 - 0.95 * ratio), 0.005);
        Tensor noise_1lV = new PerPictureSampler(Compute.EXACT).gumbel(List.of(row), logits_1lV, k);
        Tensor noisy_1lV =
                logits_1lV.to(ScalarType.Double).mul(new Scalar(1 + ratio)).add(noise_1lV.to(ScalarType.Double));
        return torch.softmax(noisy_1lV.div(new Scalar(tau)), -1).matmul(codebook_VE);
    }

    private static VarModel model(int depth, long seed) {
        VarConfig config = new VarConfig(depth, 1, 3, VAE.codes(), VAE.channels(), false, PYRAMID);
        return new VarModel(new RandomWeights("a model", VarTensors.shapes(config), seed), config, Compute.EXACT);
    }

    /** Keeps what every scale was made of. */
    private static final class Seen implements LogitsObserver {
        private final Owner owner;
        private final List<Tensor> f_hats = new ArrayList<>();
        private final List<Tensor> logits = new ArrayList<>();

        Seen(Owner owner) {
            this.owner = owner;
        }

        @Override
        public void guided(Canvas canvas, int first, Tensor logits_blV) {
            f_hats.add(owner.own(canvas.f_hat().clone()));
            logits.add(owner.own(logits_blV.clone()));
        }
    }
}
