package dev.codevar.app.scoring;

import dev.codevar.app.options.ModelOptions;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.evaluation.reconstruct.Reconstructions;
import dev.codevar.files.data.PictureData;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import org.jspecify.annotations.Nullable;

/** A VQ-VAE and pictures to give back, which are scored at once: only their features are kept, and they are gone in the end. */
final class StreamedReconstructions implements AutoCloseable {
    private final VqVae vae;
    private final TemporaryFolder folder;
    private final Reconstructions reconstructions;

    /**
     * @param set whose VQ-VAE
     * @param models where and how finely it computes
     * @param options which pictures
     * @param batch how many are in memory together, or null for what their size suggests
     * @param progress told of pictures that cannot be read
     */
    StreamedReconstructions(
            ModelSet set,
            ModelOptions models,
            ReconstructionOptions options,
            @Nullable Integer batch,
            EvaluateProgress progress) {
        VqVaeConfig config = set.vaeConfig();
        int side = config.pictureSide();
        PictureData pictures = options.open(side, progress.unreadable());
        config.requireSide(pictures.side());
        Resources resources = models.resources(models.device, models.precision, models.threads);
        resources.devices().keySet().forEach(set::transformerConfig);
        try (TensorSource weights = set.openVae(config)) {
            vae = new VqVae(weights, config, resources.vae());
        } finally {
            HostMemory.trim();
        }
        try {
            folder = new TemporaryFolder();
        } catch (RuntimeException e) {
            vae.close();
            throw e;
        }
        String name = options.folder() + ", given back by the VQ-VAE of "
                + set.description().name() + " in " + resources.precision().label();
        reconstructions = new Reconstructions(
                name,
                pictures,
                vae,
                batch == null ? FeatureRows.together(side, side) : batch,
                folder.resolve("features.bin"));
    }

    Reconstructions get() {
        return reconstructions;
    }

    @Override
    public void close() {
        try (vae;
                folder;
                reconstructions) {
            // Each is closed, whatever becomes of the others.
        }
    }
}
