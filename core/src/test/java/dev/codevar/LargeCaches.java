package dev.codevar;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;

/** Models of random weights, deep and narrow: the cache of a batch takes much more than all else that it needs. */
public final class LargeCaches {
    /** How many pictures a batch has. */
    public static final int BATCH = 8;

    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 4, 8, 16);
    private static final int DEPTH = 30;
    private static final int HEADS = 2;

    /** The bytes of a batch's cache. */
    public static final long BYTES =
            2L * Float.BYTES * DEPTH * 2 * BATCH * PYRAMID.length() * HEADS * VarConfig.HEAD_CHANNELS;

    private LargeCaches() {}

    /** {@return the models} */
    public static ModelSet set() {
        return set(DEPTH, HEADS);
    }

    static ModelSet set(int depth, int heads) {
        return ModelSet.random(
                Map.of("large", new VarConfig(depth, heads, 10, 512, 32, false, PYRAMID)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 2), 1, true, true, 4, PYRAMID));
    }

    /**
     * Draws batches of each size with a single block of those. Then there are kernels for all shapes: libtorch's oneDNN ends the process when memory
     * runs out while it makes one for a convolution.
     */
    public static void warmUp() {
        try (Engine engine = Engine.start(EngineOptions.DEFAULT)) {
            CoDe code = engine.open(set(1, HEADS), Resources.of(Device.CPU, Precision.FLOAT32));
            for (int batch = BATCH; batch > 0; batch /= 2) {
                code.generate(code.request().cfg(1.5).count(batch).batch(batch).build(), GenerationObserver.NONE);
            }
        }
    }
}
