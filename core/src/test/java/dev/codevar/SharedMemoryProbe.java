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
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A process of its own in which two model sets share an engine, with room for one of them. */
final class SharedMemoryProbe {
    private static final int CODES = 512;
    private static final int CHANNELS = 32;
    private static final long NOISE = 96L << 20;
    private static final int LARGE_BATCH = 16;

    private SharedMemoryProbe() {}

    /**
     * Takes "transformers", "caches" or "vaes": two sets with large transformers take turns, or a set with small ones draws a large batch
     * before one with large ones draws a picture, or two sets with large VQ-VAEs take turns. The process may have what the larger of the two takes. Prints how many requests were done; how many
     * bytes that is; and by how many the resident memory rose at most.
     */
    public static void main(String... arguments) {
        boolean caches = arguments[0].equals("caches");
        boolean vaes = arguments[0].equals("vaes");
        ModelSet first = vaes ? setOfLargeVae() : caches ? setOfLargeCache() : setOfLargeTransformer();
        ModelSet second = vaes ? setOfLargeVae() : setOfLargeTransformer();
        int batch = caches ? LARGE_BATCH : 1;
        try (CoDe warm = CoDe.open(TestModels.tiny(), Resources.of(Device.CPU, Precision.FLOAT32))) {
            warm.generate(warm.request().topP(0.9).build(), GenerationObserver.NONE);
        }
        long most = Math.max(need(first, batch), need(second, 1));
        System.gc();
        HostMemory.trim();
        long before = HostMemory.resident().orElseThrow();
        Resources limited = new Resources(
                Device.CPU,
                Map.of(),
                Precision.FLOAT32,
                false,
                OptionalLong.of(before + MemoryLeft.RESERVE + most + NOISE));
        HostMemory.resetPeak();
        int done = 0;
        try (Engine engine = Engine.start(EngineOptions.DEFAULT)) {
            CoDe one = engine.open(first, limited);
            CoDe other = engine.open(second, limited);
            for (int round = 0; round < 2; round++) {
                done += one.generate(request(one, batch), GenerationObserver.NONE)
                                .pictures()
                                .size()
                        / batch;
                done += other.generate(request(other, 1), GenerationObserver.NONE)
                        .pictures()
                        .size();
            }
        }
        System.out.println(done);
        System.out.println(most);
        System.out.println(HostMemory.peakResident().orElseThrow() - before);
    }

    private static ModelSet setOfLargeTransformer() {
        return set(new VarConfig(10, 10, CODES, CHANNELS, false, Pyramid.of(1, 2, 4)));
    }

    /** As much for every picture as three times as wide a transformer of a third of the blocks, which would compute three times as long. */
    private static ModelSet setOfLargeCache() {
        return set(new VarConfig(18, 2, 10, CODES, CHANNELS, false, Pyramid.IMAGENET_256));
    }

    private static ModelSet set(VarConfig transformer) {
        return ModelSet.random(
                Map.of("large", transformer),
                new VqVaeConfig(CODES, CHANNELS, 32, List.of(1, 1, 1), 1, true, true, 4, transformer.pyramid()));
    }

    private static ModelSet setOfLargeVae() {
        Pyramid pyramid = Pyramid.of(1, 2, 4);
        return ModelSet.random(
                Map.of("large", new VarConfig(2, 2, CODES, CHANNELS, false, pyramid)),
                new VqVaeConfig(CODES, CHANNELS, 128, List.of(1, 6), 2, true, true, 4, pyramid));
    }

    private static Request request(CoDe code, int batch) {
        return code.request().cfg(1.5).count(batch).batch(batch).build();
    }

    private static long need(ModelSet set, int batch) {
        Resources resources = Resources.of(Device.CPU, Precision.FLOAT32);
        try (CoDe code = CoDe.open(set, resources);
                LoadedModels none = new LoadedModels(set, resources, new EngineMemory())) {
            Request request = request(code, batch);
            return MemoryNeed.of(request.plan(), set, none, resources, request.memoryKind())
                    .bytes(batch);
        }
    }
}
