package dev.codevar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole models in bfloat16, and in 8 bits, against float32, scale by scale on the same inputs: published widths and heads, so that every kernel is
 * reached that the published models reach, and two blocks. What bfloat16 rounds changes a token's logits by some percent of their
 * length, and one head in the place of another by more.
 */
@Tag("slow")
class ModelPrecisionTest {
    private static final double BOUND = 0.03;
    private static final double BOUND_OF_EIGHT_BITS = 0.06;
    private static final int BLOCKS = 2;
    private static final int CLASSES = 10;
    private static final int CODES = 256;
    private static final int CHANNELS = 8;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /**
     * On as many threads as give rows and heads at once in proportions that oneDNN's attention was wrong at. The last is the shape of the
     * published model for 512 pixels. Where bfloat16 is not multiplied, small ones show as much.
     */
    @ParameterizedTest
    @CsvSource({
        "4, 1, 4, false",
        "6, 5, 3, false",
        "3, 2, 16, true",
        "16, 4, 4, false",
        "20, 5, 6, false",
        "24, 2, 2, false",
        "30, 3, 8, false",
        "36, 1, 3, true"
    })
    void logitsAreThoseOfFloat32ToBfloat16sPrecision(int heads, int rows, int threads, boolean at512) {
        assumeTrue(heads <= 6 || Cpu.multipliesBfloat16(), "without bfloat16 products large models take minutes");
        int usual = Libtorch.threads();
        Libtorch.useThreads(threads);
        try {
            requireCloseLogits(Precision.BFLOAT16, BOUND, heads, rows, at512);
        } finally {
            Libtorch.useThreads(usual);
        }
    }

    /** Every product's rows and weights are rounded by 1% each, and what lies beside the blocks is not. */
    @ParameterizedTest
    @CsvSource({"4, 1, false", "6, 5, false", "3, 2, true", "16, 2, false"})
    void logitsAreThoseOfFloat32ToEightBits(int heads, int rows, boolean at512) {
        requireCloseLogits(Precision.INT8, BOUND_OF_EIGHT_BITS, heads, rows, at512);
    }

    private static void requireCloseLogits(Precision precision, double bound, int heads, int rows, boolean at512) {
        VarConfig config = new VarConfig(
                BLOCKS, heads, CLASSES, CODES, CHANNELS, at512, at512 ? Pyramid.IMAGENET_512 : Pyramid.IMAGENET_256);
        TensorSource weights = new RandomWeights("a model", VarTensors.shapes(config), 3);
        try (Owner kept = new Owner()) {
            List<Tensor> exact = logits(config, new Attentive(weights, false), Precision.FLOAT32, rows, kept);
            List<Tensor> rounded = logits(config, new Attentive(weights, false), precision, rows, kept);
            List<Tensor> wrong = logits(config, new Attentive(weights, true), precision, rows, kept);
            for (int k = 0; k < exact.size(); k++) {
                assertThat(error(rounded.get(k), exact.get(k)))
                        .as("scale %d", k)
                        .isLessThan(bound);
            }
            // At the first scale every token sees itself alone, and what is wrong is what it says of itself.
            for (int k = 0; k < exact.size(); k++) {
                assertThat(error(wrong.get(k), exact.get(k)))
                        .as("scale %d of a model with two heads of its last block in each other's place", k)
                        .isGreaterThan(bound);
            }
        }
    }

    /** {@return the largest error of a token's logits, as a part of their length} */
    private static double error(Tensor got_rlV, Tensor wanted_rlV) {
        return Scoped.value(() ->
                length(got_rlV.sub(wanted_rlV)).div(length(wanted_rlV)).max().item_double());
    }

    private static Tensor length(Tensor x_rlV) {
        return x_rlV.norm(new ScalarOptional(new Scalar(2.0)), new long[] {2}, true);
    }

    /** {@return every scale's logits (r, l, V), all scales fed the same random inputs} */
    private static List<Tensor> logits(
            VarConfig config, TensorSource weights, Precision precision, int rows, Owner kept) {
        Compute compute = new Compute(Device.CPU, precision);
        Pyramid pyramid = config.pyramid();
        List<Tensor> logits = new ArrayList<>();
        Scoped.inference(() -> {
            torch.manual_seed(9);
            Map<Integer, Tensor> inputs_rlE = IntStream.range(1, pyramid.scales())
                    .boxed()
                    .collect(Collectors.toMap(k -> k, k -> torch.randn(rows, pyramid.tokens(k), CHANNELS)));
            int[] classes =
                    IntStream.range(0, rows).map(row -> row % (CLASSES + 1)).toArray();
            try (Slab slab = new Slab();
                    VarModel model = new VarModel(weights, config, compute);
                    Conditioning condition = model.condition(PictureRows.ofClasses(classes));
                    KvCache cache = new KvCache(config, rows, pyramid.length(), compute, slab)) {
                for (int k = 0; k < pyramid.scales(); k++) {
                    ScaleRange scale = new ScaleRange(k, k + 1);
                    Tensor x_rlC = model.embed(scale, inputs_rlE::get, condition);
                    model.forward(x_rlC, scale, condition, cache);
                    logits.add(kept.own(model.logits(x_rlC, 0, condition)));
                }
            }
            return 0;
        });
        return logits;
    }

    /**
     * Random weights in which attention matters: queries look at few keys, and find more in them than the rest of a block makes.
     *
     * @param turned whether the values of two heads of the last block are in each other's place
     */
    private record Attentive(TensorSource weights, boolean turned) implements TensorSource {
        private static final Scalar SHARP = new Scalar(Math.log(30));
        private static final Scalar LOUD = new Scalar(4.0);

        @Override
        public String describe() {
            return weights.describe();
        }

        @Override
        public Map<String, TensorInfo> tensors() {
            return weights.tensors();
        }

        @Override
        public Tensor load(String name, ScalarType type) {
            Tensor weight = weights.load(name, type);
            if (name.endsWith("scale_mul_1H11")) {
                weight.fill_(SHARP);
            }
            if (name.endsWith("mat_qkv.weight")) {
                weight.narrow(0, 2 * weight.size(1), weight.size(1)).mul_(LOUD);
                if (turned && name.startsWith("blocks." + (BLOCKS - 1))) {
                    turn(head(weight, 0), head(weight, 1));
                }
            }
            return weight;
        }

        private static Tensor head(Tensor weight_3CC, int index) {
            return weight_3CC.narrow(
                    0, 2 * weight_3CC.size(1) + (long) index * VarConfig.HEAD_CHANNELS, VarConfig.HEAD_CHANNELS);
        }

        private static void turn(Tensor first_cC, Tensor second_cC) {
            Tensor kept_cC = first_cC.clone();
            first_cC.copy_(second_cC);
            second_cC.copy_(kept_cC);
        }
    }
}
