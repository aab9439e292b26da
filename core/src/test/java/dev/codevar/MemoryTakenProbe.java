package dev.codevar;

import dev.codevar.memory.EngineMemory;
import dev.codevar.memory.LoadedModels;
import dev.codevar.memory.MemoryLeft;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own that makes one request twice, and prints as numbers what was reckoned for it and what it took. */
final class MemoryTakenProbe {
    private static final int CODES = 4096;
    private static final int CHANNELS = 32;
    /** Code and classes of Java's own, and what libraries keep. With 16 MiB one picture alone was once refused on a busy machine. */
    private static final long NOISE = 96L << 20;

    private MemoryTakenProbe() {}

    /**
     * Takes the precision, "all" or "one" for how many models are kept or "small" for small ones on several threads, and the batch. The process may have as much memory as
     * is reckoned for the batch. Prints bytes reckoned in all, for weights, and for caches; by how many bytes the resident
     * memory rose at most; and how many times the batch was made smaller.
     */
    public static void main(String... arguments) {
        Precision precision = Precision.of(arguments[0]);
        boolean lowMemory = arguments[1].equals("one");
        int batch = Integer.parseInt(arguments[2]);
        warmUp();
        ModelSet set = arguments[1].equals("small") ? small() : large();
        MemoryNeed need = need(set, new Resources(Device.CPU, Map.of(), precision, lowMemory, OptionalLong.empty()));
        System.gc();
        HostMemory.trim();
        long before = HostMemory.resident().orElseThrow();
        OptionalLong limit = OptionalLong.of(before + MemoryLeft.RESERVE + need.bytes(batch) + NOISE);
        AtomicInteger reductions = new AtomicInteger();
        HostMemory.resetPeak();
        try (CoDe code = CoDe.open(set, new Resources(Device.CPU, Map.of(), precision, lowMemory, limit))) {
            for (int i = 0; i < 2; i++) {
                code.generate(request(code).count(batch).batch(batch).build(), new GenerationObserver() {
                    @Override
                    public void batchReduced(int asked, int drawn, String why) {
                        reductions.incrementAndGet();
                    }
                });
            }
        }
        long peak = HostMemory.peakResident().orElseThrow();
        for (long number :
                new long[] {need.bytes(batch), need.weights(), batch * need.cache(), peak - before, reductions.get()}) {
            System.out.println(number);
        }
    }

    private static ModelSet large() {
        return ModelSet.random(
                Map.of("large", transformer(8, 10), "small", transformer(6, 10)),
                new VqVaeConfig(CODES, CHANNELS, 64, List.of(1, 1, 2, 2, 4), 2, true, true, 4, Pyramid.IMAGENET_256));
    }

    /** As large as models can be whose rows and pictures threads take for themselves. */
    private static ModelSet small() {
        Libtorch.useThreads(8);
        return ModelSet.random(
                Map.of("large", transformer(8, 8), "small", transformer(6, 8)),
                new VqVaeConfig(CODES, CHANNELS, 32, List.of(1, 1, 2, 4), 2, true, true, 4, Pyramid.IMAGENET_256));
    }

    private static VarConfig transformer(int depth, int heads) {
        return new VarConfig(depth, heads, CODES, CHANNELS, false, Pyramid.IMAGENET_256);
    }

    private static Request.Builder request(CoDe code) {
        return code.request().plan("large:8,small").cfg(1.5).topK(0).topP(0.95);
    }

    private static MemoryNeed need(ModelSet set, Resources resources) {
        try (CoDe code = CoDe.open(set, resources);
                LoadedModels none = new LoadedModels(set, resources, new EngineMemory())) {
            Request request = request(code).build();
            return MemoryNeed.of(request.plan(), set, none, resources, request.memoryKind());
        }
    }

    /** Has the native code read, and its tables and threads made. */
    private static void warmUp() {
        for (Precision precision : new Precision[] {Precision.FLOAT32, Precision.BFLOAT16}) {
            try (CoDe code = CoDe.open(TestModels.tiny(), Resources.of(Device.CPU, precision))) {
                code.generate(code.request().topP(0.9).build(), GenerationObserver.NONE);
            }
        }
    }
}
