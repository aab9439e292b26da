package dev.codevar.memory;

import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;

/** What a VQ-VAE takes of the processor's memory, in bytes. */
public final class VaeMemory {
    private static final int FLOAT = 4;
    /** Tensors of the widest map that live at once. */
    private static final int MAPS_AT_ONCE = 8;
    /** Copies of a picture's pixels that live at once while it turns into bytes. */
    private static final int PIXELS_AT_ONCE = 4;
    /** Tensors of the distances of a picture's places to all codes that live at once. */
    private static final int DISTANCES_AT_ONCE = 2;

    private VaeMemory() {}

    /** {@return what pictures take that go through it alone; its encoder is float32 always} */
    public static MemoryNeed alone(VqVaeConfig config, LoadedModels models, Resources resources) {
        long places = (long) config.pyramid().finestSide() * config.pyramid().finestSide();
        long distances = places * config.codes() * DISTANCES_AT_ONCE * FLOAT;
        return new MemoryNeed(
                weights(config, models, resources), 0, ofPicture(config), 0, 0, distances + maps(config, FLOAT), 0);
    }

    /** {@return its weights, if they are still to be read} */
    public static long weights(VqVaeConfig config, LoadedModels models, Resources resources) {
        boolean none = resources.device().cuda() || models.has(config.pyramid());
        return none ? 0 : VqVaeTensors.bytes(config, resources.precision());
    }

    /** {@return latents and pixels of one picture} */
    public static long ofPicture(VqVaeConfig config) {
        long latents = (long) config.pyramid().length() * config.channels();
        return (latents + config.picturePixels() * PIXELS_AT_ONCE) * 3 * FLOAT;
    }

    /**
     * @param bytes of one number
     * @return the maps of a picture at work
     */
    public static long maps(VqVaeConfig config, int bytes) {
        return config.picturePixels() * config.width() * MAPS_AT_ONCE * bytes;
    }
}
