package dev.codevar.verify;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the weights of a golden case come from: made from {@code weights.json}, or read from the case's {@code .pth} files.
 *
 * @param golden the case
 * @param fromPth whether the files are read
 */
public record GoldenWeights(GoldenCase golden, boolean fromPth) {

    /** {@return synthetic weights unless files are asked for, or there is no {@code weights.json}} */
    public static GoldenWeights of(GoldenCase golden, boolean preferPth) {
        return new GoldenWeights(golden, preferPth || !Files.exists(json(golden)));
    }

    /** {@return the VQ-VAE's; the caller closes it} */
    public TensorSource vae() {
        return open(golden.folder().resolve("vae.pth"), "vae.");
    }

    /** {@return the drafter's; the caller closes it} */
    public TensorSource drafter() {
        return open(golden.drafterFile(), "drafter.");
    }

    /** {@return the refiner's; the caller closes it} */
    public TensorSource refiner() {
        return open(golden.refinerFile(), "refiner.");
    }

    private TensorSource open(Path file, String prefix) {
        return fromPth ? Checkpoint.open(file) : new SyntheticWeights(json(golden), prefix, golden.weightSeed());
    }

    private static Path json(GoldenCase golden) {
        return golden.folder().resolve("weights.json");
    }
}
