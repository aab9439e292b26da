package dev.codevar.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.CoDe;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import dev.codevar.decode.ScaleReport;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That what kernels keep is part of what is reckoned: on every processor, whatever its own keep. */
class KeptMemoryTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 4);
    private static final Resources BFLOAT16 = Resources.of(Device.CPU, Precision.BFLOAT16);
    private static final MemoryNeed.Kind GUIDED = new MemoryNeed.Kind(true, false, false);
    private static final ModelSet SET = ModelSet.random(
            Map.of("large", transformer(3), "small", transformer(2)),
            new VqVaeConfig(64, 8, 32, List.of(1, 2), 1, true, true, 4, PYRAMID));

    private static VarConfig transformer(int heads) {
        return new VarConfig(1, heads, 10, 64, 8, false, PYRAMID);
    }

    @Test
    void whatAttentionKeepsIsReckonedForThePartThatKeepsMost() {
        // Of 16 queries and 21 keys at the finest scale, 4 and 5 at the one before.
        assertThat(reckoned("large:2,small", (compute, queries, keys) -> 1000 * queries + keys))
                .isEqualTo(16_021);
        assertThat(reckoned("large", (compute, queries, keys) -> 1000 * queries + keys))
                .isEqualTo(16_021);
        assertThat(reckoned("large:2,small", (compute, queries, keys) -> 1_000_000 / queries))
                .isEqualTo(250_000);
        assertThat(reckoned(
                        "small", (compute, queries, keys) -> compute.precision().bytes()))
                .isEqualTo(2);
    }

    @Test
    void whatKernelsKeepIsReckonedOnceForAllPictures() {
        assumeTrue(Dnnl.loaded());
        MemoryNeed need = need("large:2,small", (compute, queries, keys) -> 0);
        assertThat(need.kernels()).isPositive();
        MemoryNeed without = new MemoryNeed(
                need.weights(),
                need.cache(),
                need.activations(),
                need.temporaries(),
                need.mostTemporaries(),
                need.work() - need.kernels(),
                0);
        for (int pictures : new int[] {1, 3}) {
            assertThat(need.bytes(pictures) - without.bytes(pictures)).isEqualTo(need.kernels());
        }
    }

    /** Of more scales than any other batch of this process has. */
    @Test
    void kernelsAreThereOnceABatchIsDrawn() {
        assumeTrue(Dnnl.loaded());
        Pyramid pyramid = new Pyramid(IntStream.rangeClosed(1, 17).boxed().toList());
        VarConfig transformer = new VarConfig(1, 1, 10, 64, 8, false, pyramid);
        ModelSet set = ModelSet.random(
                Map.of("large", transformer), new VqVaeConfig(64, 8, 32, List.of(1, 2), 1, true, true, 4, pyramid));
        Resources resources = Resources.of(Device.CPU, Precision.FLOAT32);
        MemoryNeed need;
        try (LoadedModels models = new LoadedModels(set, resources, new EngineMemory())) {
            need = MemoryNeed.of(PlanSpec.parse("large", set.description()), set, models, resources, GUIDED);
        }
        try (CoDe code = CoDe.open(set, resources)) {
            Request request = code.request().plan("large").count(1).build();
            GenerationObserver failing = new GenerationObserver() {
                @Override
                public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                    throw new IllegalStateException("on purpose");
                }
            };
            assertThatThrownBy(() -> code.generate(request, failing)).hasStackTraceContaining("on purpose");
            assertThat(KernelMemory.kept(need)).as("it was not drawn").isLessThan(need.kernels());
            code.generate(request, GenerationObserver.NONE);
            assertThat(KernelMemory.kept(need)).isEqualTo(need.kernels());
        }
    }

    /** {@return by how much more is reckoned than for attention that keeps nothing, for one picture and for nine} */
    private static long reckoned(String plan, MemoryNeed.KeptByAttention kept) {
        MemoryNeed none = need(plan, (compute, queries, keys) -> 0);
        long of1 = need(plan, kept).bytes(1) - none.bytes(1);
        assertThat(need(plan, kept).bytes(9) - none.bytes(9)).isEqualTo(of1);
        return of1;
    }

    private static MemoryNeed need(String plan, MemoryNeed.KeptByAttention kept) {
        try (LoadedModels models = new LoadedModels(SET, BFLOAT16, new EngineMemory())) {
            return MemoryNeed.of(PlanSpec.parse(plan, SET.description()), SET, models, BFLOAT16, GUIDED, kept);
        }
    }
}
