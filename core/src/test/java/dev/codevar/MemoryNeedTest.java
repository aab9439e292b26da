package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.memory.EngineMemory;
import dev.codevar.memory.LoadedModels;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.model.KvCache;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums, against sums worked out by hand; against what a process really takes in {@link MemoryTakenTest}. */
class MemoryNeedTest {
    /** Width 128, 21 tokens. */
    private static final VarConfig TRANSFORMER = new VarConfig(2, 10, 64, 8, false, Pyramid.of(1, 2, 4));

    private static final VqVaeConfig VAE =
            new VqVaeConfig(64, 8, 32, List.of(1, 2), 1, true, true, 4, Pyramid.of(1, 2, 4));
    private static final Resources EXACT = Resources.of(Device.CPU, Precision.FLOAT32);
    private static final MemoryNeed.Kind GUIDED = new MemoryNeed.Kind(true, false, false);

    @TempDir
    static Path folder;

    private static ModelSet set;

    @BeforeAll
    static void load() {
        Libtorch.load();
        set = ModelSet.open(TestModels.fashion32(folder));
    }

    @Test
    void transformersTakeTheSumOfTheirTensors() {
        long wordEmbedding = 8 * 128 + 128;
        long adaptive = 128 * 768 + 768;
        long attention = 128 + 128 + 384 * 128 + (128 * 128 + 128);
        long feedForward = (512 * 128 + 512) + (128 * 512 + 128);
        long head = (256 * 128 + 256) + (64 * 128 + 64);
        long multiplied = wordEmbedding + 2 * (adaptive + attention + feedForward) + head;
        // The start, 21 positions, 11 classes and 3 levels of 128 channels; and two heads' scales in each of two
        // blocks.
        long added = (1 + 21 + 11 + 3) * 128 + 2 * 2;
        assertThat(VarTensors.bytes(TRANSFORMER, Precision.FLOAT32)).isEqualTo(4 * (multiplied + added));
        assertThat(VarTensors.bytes(TRANSFORMER, Precision.BFLOAT16)).isEqualTo(2 * multiplied + 4 * added);

        // Of a block's layers (adaptive, qkv, projection, up and down) the weights a byte, and two numbers for each
        // output.
        long blocks = 2 * (128 * 768 + 384 * 128 + 128 * 128 + 2 * 512 * 128);
        long outputs = 2 * (768 + 384 + 128 + 512 + 128);
        assertThat(VarTensors.bytes(TRANSFORMER, Precision.INT8))
                .isEqualTo(4 * (multiplied - blocks + added) + blocks + 8 * outputs);

        VarConfig withSharedNorms = new VarConfig(2, 10, 64, 8, true, Pyramid.of(1, 2, 4));
        long offsets = 2 * 6 * 128;
        assertThat(VarTensors.bytes(withSharedNorms, Precision.BFLOAT16))
                .isEqualTo(2 * (multiplied - adaptive) + 4 * (added + offsets));
    }

    @Test
    void theAutoencoderTakesTheSumOfItsTensors() {
        long attention = 2 * 64 + (64 * 192 + 192) + (64 * 64 + 64);
        long block32 = 2 * (2 * 32 + 9 * 32 * 32 + 32);
        long block64 = 2 * (2 * 64 + 9 * 64 * 64 + 64);
        long widening = 2 * 32 + (9 * 32 * 64 + 64) + 2 * 64 + (9 * 64 * 64 + 64) + (32 * 64 + 64);
        long narrowing = 2 * 64 + (9 * 64 * 32 + 32) + 2 * 32 + (9 * 32 * 32 + 32) + (64 * 32 + 32);
        long middle = 2 * block64 + attention;
        long encoder = (9 * 3 * 32 + 32)
                + block32
                + (9 * 32 * 32 + 32)
                + widening
                + attention
                + middle
                + 2 * 64
                + (9 * 64 * 8 + 8);
        long quantizer = 64 * 8 + 4 * (9 * 8 * 8 + 8);
        long before = 9 * 8 * 8 + 8;
        long decoder = (9 * 8 * 64 + 64)
                + middle
                + 2 * (block64 + attention)
                + (9 * 64 * 64 + 64)
                + narrowing
                + block32
                + 2 * 32
                + (9 * 32 * 3 + 3);
        long exact = encoder + before + quantizer;
        long drawing = before + decoder;
        assertThat(VqVaeTensors.bytes(VAE, Precision.FLOAT32)).isEqualTo(4 * (exact + drawing));
        assertThat(VqVaeTensors.bytes(VAE, Precision.BFLOAT16)).isEqualTo(4 * exact + 2 * drawing);
    }

    @Test
    void cachesHoldKeysAndValuesOfEveryTokenInEveryBlock() {
        long numbers = 2L * 2 * 3 * 21 * 128;
        assertThat(KvCache.bytes(TRANSFORMER, 3, 21, new Compute(Device.CPU, Precision.FLOAT32)))
                .isEqualTo(4 * numbers);
        for (Precision in16Bits : List.of(Precision.BFLOAT16, Precision.INT8)) {
            assertThat(KvCache.bytes(TRANSFORMER, 3, 21, new Compute(Device.CPU, in16Bits)))
                    .isEqualTo(2 * numbers);
        }
    }

    @Test
    void aPlanTakesAllItsWeightsAndItsLargestCache() throws IOException {
        MemoryNeed need = need("large:5,small", EXACT, GUIDED);
        // A checkpoint in float32 is its weights and little else.
        long files = Files.size(folder.resolve("vae.pth"))
                + Files.size(folder.resolve("var_d4.pth"))
                + Files.size(folder.resolve("var_d2.pth"));
        assertThat(need.weights()).isCloseTo(files, Percentage.withPercentage(2));
        long drafter = 2L * 4 * 4 * 2 * 66 * 256;
        long refiner = 2L * 4 * 2 * 2 * 130 * 128;
        assertThat(need.cache()).isEqualTo(Math.max(drafter, refiner));
        assertThat(need("small", EXACT, GUIDED).cache()).isEqualTo(refiner);
        assertThat(need("small", EXACT, new MemoryNeed.Kind(false, false, false))
                        .cache())
                .as("without guidance there is one row a picture")
                .isEqualTo(refiner / 2);
    }

    @Test
    void aModelThatComesTwiceIsReadOnce() {
        assertThat(need("large:2,small:1,large", EXACT, GUIDED).weights())
                .isEqualTo(need("large:5,small", EXACT, GUIDED).weights());
    }

    @Test
    void inLowMemoryOnlyTheLargestTransformerCounts() {
        Resources low = new Resources(Device.CPU, Map.of(), Precision.FLOAT32, true, OptionalLong.empty());
        assertThat(need("large:5,small", low, GUIDED).weights())
                .isEqualTo(need("large", EXACT, GUIDED).weights());
    }

    @Test
    void whatIsAtHandIsNotReadAgain() {
        PlanSpec plan = PlanSpec.parse("large:5,small", set.description());
        try (LoadedModels models = new LoadedModels(set, EXACT, new EngineMemory())) {
            Scoped.value(() -> models.plan(PlanSpec.parse("small", set.description()), () -> {}));
            long left = MemoryNeed.of(plan, set, models, EXACT, GUIDED).weights();
            assertThat(left).isEqualTo(need("large", EXACT, GUIDED).weights());
            Scoped.value(() -> models.plan(plan, () -> {}));
            Scoped.value(() -> models.vae(Pyramid.of(1, 2, 3, 4, 6, 8)));
            assertThat(MemoryNeed.of(plan, set, models, EXACT, GUIDED).weights())
                    .isZero();
        }
    }

    @Test
    void onACudaDeviceNothingIsTakenOfTheProcessorsMemoryForWeightsAndCaches() {
        Resources cuda = Resources.of(new Device(true, 0), Precision.FLOAT16);
        MemoryNeed need = need("large:5,small", cuda, GUIDED);
        assertThat(need.weights()).isZero();
        assertThat(need.cache()).isZero();
        Resources mixed = new Resources(
                new Device(true, 0), Map.of("small", Device.CPU), Precision.BFLOAT16, false, OptionalLong.empty());
        assertThat(need("large:5,small", mixed, GUIDED).weights())
                .isEqualTo(VarTensors.bytes(set.transformerConfig("small"), Precision.BFLOAT16));
    }

    /** Weights 1000, work 100; 10 a picture, and 30 more for each of at most three. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1099, 1100, 1139, 1140, 1179, 1180, 1219, 1220, 1229, 1230, 5000, 1L << 40})
    void theMostThatFitFitAndOneMoreDoesNot(long available) {
        MemoryNeed need = new MemoryNeed(1000, 6, 4, 30, 90, 100, 20);
        int fitting = need.fitting(available);
        assertThat(fitting).isNotNegative();
        if (fitting > 0) {
            assertThat(need.bytes(fitting)).isLessThanOrEqualTo(available);
        }
        assertThat(fitting == Integer.MAX_VALUE || need.bytes(fitting + 1) > available)
                .isTrue();
    }

    @Test
    void temporariesStopGrowingWithTheBatch() {
        MemoryNeed need = new MemoryNeed(1000, 6, 4, 30, 90, 100, 20);
        assertThat(need.bytes(0)).isEqualTo(1100);
        assertThat(need.bytes(1)).isEqualTo(1140);
        assertThat(need.bytes(3)).isEqualTo(1220);
        assertThat(need.bytes(4)).isEqualTo(1230);
        assertThat(need.fitting(1140)).isEqualTo(1);
        assertThat(need.fitting(1230)).isEqualTo(4);
    }

    private static MemoryNeed need(String plan, Resources resources, MemoryNeed.Kind request) {
        try (LoadedModels none = new LoadedModels(set, resources, new EngineMemory())) {
            return MemoryNeed.of(PlanSpec.parse(plan, set.description()), set, none, resources, request);
        }
    }
}
