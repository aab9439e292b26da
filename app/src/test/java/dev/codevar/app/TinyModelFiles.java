package dev.codevar.app;

import dev.codevar.checkpoint.Safetensors;
import dev.codevar.tensor.Libtorch;
import dev.codevar.verify.SyntheticWeights;
import java.nio.file.Path;
import java.util.Map;

/** Checkpoints of a tiny model: 128x128 pictures of 5 classes in scales 1 2 3 4 6 8. */
public final class TinyModelFiles {
    /** The golden case that they belong to. */
    public static final Path GOLDEN = Path.of("..", "core/src/test/resources/golden/sharedaln128-tiny");

    public static final Path LARGE = GOLDEN.resolve("drafter.pth");
    public static final Path SMALL = GOLDEN.resolve("refiner.pth");
    private static final long WEIGHT_SEED = 2;

    private TinyModelFiles() {}

    /** Writes the VQ-VAE, which is too large to lie among the test's resources. */
    public static Path vae(Path file) {
        Libtorch.load();
        Safetensors.write(file, new SyntheticWeights(GOLDEN.resolve("weights.json"), "vae.", WEIGHT_SEED), Map.of());
        return file;
    }

    /** Makes a model set of the VQ-VAE and the large transformer, {@code big}, in a new folder in {@code parent}. */
    public static Path set(Path parent) {
        Path set = parent.resolve("tiny");
        Cli.run(
                        "models",
                        "convert",
                        "--vae",
                        vae(parent.resolve("vae.safetensors")),
                        "--model",
                        "big=" + LARGE,
                        "--out",
                        set)
                .succeeds();
        return set;
    }
}
