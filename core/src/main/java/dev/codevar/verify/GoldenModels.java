package dev.codevar.verify;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.models.Recognition;
import dev.codevar.tensor.Compute;
import dev.codevar.vqvae.VqVae;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The three models of a golden case, in float32: from synthetic weights, or from the case's own {@code .pth} files.
 *
 * @param vae the VQ-VAE
 * @param drafter the large transformer
 * @param refiner the small transformer
 */
record GoldenModels(VqVae vae, VarModel drafter, VarModel refiner) implements AutoCloseable {

    static GoldenModels open(GoldenCase golden, boolean fromPth) {
        VqVae vae = fromPth
                ? fromFile(golden.folder().resolve("vae.pth"), source -> new VqVae(source, golden.vae(), Compute.EXACT))
                : new VqVae(synthetic(golden, "vae."), golden.vae(), Compute.EXACT);
        try {
            VarModel drafter = transformer(golden, fromPth, golden.drafterFile(), "drafter.");
            try {
                return new GoldenModels(vae, drafter, transformer(golden, fromPth, golden.refinerFile(), "refiner."));
            } catch (RuntimeException failed) {
                drafter.close();
                throw failed;
            }
        } catch (RuntimeException failed) {
            vae.close();
            throw failed;
        }
    }

    /** {@return whether the case can be run from synthetic weights} */
    static boolean hasSynthetic(GoldenCase golden) {
        return Files.exists(golden.folder().resolve("weights.json"));
    }

    private static VarModel transformer(GoldenCase golden, boolean fromPth, Path file, String prefix) {
        return fromPth
                ? fromFile(file, source -> transformer(golden, source))
                : transformer(golden, synthetic(golden, prefix));
    }

    private static VarModel transformer(GoldenCase golden, TensorSource source) {
        VarConfig config = golden.transformer(Recognition.depth(source));
        return new VarModel(source, config, Compute.EXACT);
    }

    private static TensorSource synthetic(GoldenCase golden, String prefix) {
        return new SyntheticWeights(golden.folder().resolve("weights.json"), prefix, golden.weightSeed());
    }

    private static <T> T fromFile(Path file, Function<TensorSource, T> open) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return open.apply(checkpoint);
        }
    }

    @Override
    public void close() {
        refiner.close();
        drafter.close();
        vae.close();
    }
}
