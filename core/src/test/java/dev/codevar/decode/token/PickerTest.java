package dev.codevar.decode.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Smoothing, which no golden data have: against its formula. */
class PickerTest {
    private static final VqVaeConfig VAE =
            new VqVaeConfig(8, 4, 32, List.of(1, 1), 1, false, false, 4, Pyramid.of(1, 2, 4));
    private static final float[] LOGITS = {0.5f, -1, 2, 0.25f, 1.5f, -0.5f, 0, 1};
    private static final float[] NOISE = {0.125f, 0.75f, -0.5f, 1.25f, 0, -0.25f, 0.5f, 0.25f};

    /** Known noise, and no choices. */
    private static final TokenSampler KNOWN = new TokenSampler() {
        @Override
        public Tensor choose(List<Row> rows, Tensor probabilities_BlV, int k) {
            throw new AssertionError("nothing is chosen");
        }

        @Override
        public Tensor gumbel(List<Row> rows, Tensor like_BlV, int k) {
            return Tensor.create(NOISE, 1, 1, NOISE.length);
        }
    };

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** Whatever the seed, and beside rows that are drawn by chance; of two that are equally likely always the same. */
    @Test
    void temperature0PicksTheMostLikelyToken() {
        float[] logits = {1, 3, 2, 0, 0, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
        Scoped.inference(() -> {
            long[] firsts = new long[20];
            for (int seed = 0; seed < firsts.length; seed++) {
                List<Row> rows = List.of(row(seed, 0), row(seed, 1), row(seed, 0));
                Tensor logits_BlV = Tensor.create(logits, 3, 2, 3);
                Tensor ids_Bl =
                        new Picker(rows, new PerPictureSampler(Compute.EXACT), Compute.EXACT).pick(logits_BlV, 0);
                assertThat(ids_Bl.select(0, 0).select(0, 0).item_long()).isEqualTo(1);
                firsts[seed] = ids_Bl.select(0, 2).select(0, 1).item_long();
            }
            assertThat(firsts).containsOnly(firsts[0]);
            return 0;
        });
    }

    /** Nor does chance mix codes there: it is the likeliest token's code. */
    @Test
    void temperature0MixesNothing() {
        RandomWeights weights = new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(VAE), 1);
        int best = 0;
        for (int code = 1; code < LOGITS.length; code++) {
            best = LOGITS[code] > LOGITS[best] ? code : best;
        }
        float[] codes = new float[VAE.codes() * VAE.channels()];
        float[] got = new float[VAE.channels()];
        try (VqVae vae = new VqVae(weights, VAE, Compute.EXACT)) {
            Scoped.inference(() -> {
                weights.load("quantize.embedding.weight", ScalarType.Float)
                        .data_ptr_float()
                        .get(codes);
                new Picker(List.of(row(8, 0)), new PerPictureSampler(Compute.EXACT), Compute.EXACT)
                        .mix(Tensor.create(LOGITS, 1, 1, LOGITS.length), 0, 0.5, vae.quantizer())
                        .data_ptr_float()
                        .get(got);
                return 0;
            });
        }
        for (int channel = 0; channel < got.length; channel++) {
            assertThat(got[channel]).isEqualTo(codes[best * got.length + channel]);
        }
    }

    private static Row row(long seed, double temperature) {
        return new Row(0, seed, 0, List.of(temperature), List.of(0), 0, null);
    }

    /** softmax((logits·(1 + r) + noise)/max(0.27·(1 − 0.95·r), 0.005)) · codebook; at r = 1 τ is 0.0135. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void mixesCodesByGumbelSoftmax(double ratio) {
        double tau = Math.max(0.27 * (1 - 0.95 * ratio), 0.005);
        double[] mixed = new double[VAE.codes()];
        double sum = 0;
        for (int code = 0; code < mixed.length; code++) {
            mixed[code] = Math.exp((LOGITS[code] * (1 + ratio) + NOISE[code]) / tau);
            sum += mixed[code];
        }
        RandomWeights weights = new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(VAE), 1);
        float[] codes = new float[VAE.codes() * VAE.channels()];
        float[] got = new float[VAE.channels()];
        try (VqVae vae = new VqVae(weights, VAE, Compute.EXACT)) {
            Scoped.inference(() -> {
                weights.load("quantize.embedding.weight", ScalarType.Float)
                        .data_ptr_float()
                        .get(codes);
                Row row = new Row(0, 1, 1.5, List.of(1.0, 1.0, 1.0), List.of(0, 0, 0), 0, null);
                new Picker(List.of(row), KNOWN, Compute.EXACT)
                        .mix(Tensor.create(LOGITS, 1, 1, LOGITS.length), 1, ratio, vae.quantizer())
                        .data_ptr_float()
                        .get(got);
                return 0;
            });
        }
        for (int channel = 0; channel < got.length; channel++) {
            double expected = 0;
            for (int code = 0; code < mixed.length; code++) {
                expected += mixed[code] / sum * codes[code * got.length + channel];
            }
            assertThat((double) got[channel]).isCloseTo(expected, within(1e-5));
        }
    }
}
