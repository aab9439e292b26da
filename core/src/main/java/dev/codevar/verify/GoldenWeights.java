package dev.codevar.verify;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.models.ModelFile;
import dev.codevar.models.Recognition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Where the weights of a golden case come from: made from {@code weights.json}, or read from the case's {@code .pth} files.
 *
 * @param golden the case
 * @param fromPth whether the files are read
 * @param entries which state dicts are taken of files that hold several
 */
public record GoldenWeights(GoldenCase golden, boolean fromPth, Set<String> entries) {

    /** {@return synthetic weights unless files are asked for, or there is no {@code weights.json}} */
    public static GoldenWeights of(GoldenCase golden, boolean preferPth) {
        return of(golden, preferPth, Set.of());
    }

    /**
     * {@return as {@link #of(GoldenCase, boolean)}}
     *
     * @param entries which state dicts are taken of files that hold several
     * @throws dev.codevar.fault.InvalidInputException if none of the models is at one of them
     */
    public static GoldenWeights of(GoldenCase golden, boolean preferPth, Set<String> entries) {
        GoldenWeights weights = new GoldenWeights(golden, preferPth || !Files.exists(json(golden)), entries);
        ModelFile.requireTaken(
                entries,
                weights.fromPth
                        ? List.of(
                                weights.vaeFile(),
                                weights.transformer(golden.drafterFile()),
                                weights.transformer(golden.refinerFile()))
                        : List.of());
        return weights;
    }

    private ModelFile vaeFile() {
        return new ModelFile(golden.folder().resolve("vae.pth"), Recognition.VAE.preferring(entries));
    }

    private ModelFile transformer(Path file) {
        return new ModelFile(file, Recognition.TRANSFORMER.preferring(entries));
    }

    /** {@return the VQ-VAE's; the caller closes it} */
    public TensorSource vae() {
        return open(vaeFile(), "vae.");
    }

    /** {@return the drafter's; the caller closes it} */
    public TensorSource drafter() {
        return open(transformer(golden.drafterFile()), "drafter.");
    }

    /** {@return the refiner's; the caller closes it} */
    public TensorSource refiner() {
        return open(transformer(golden.refinerFile()), "refiner.");
    }

    private TensorSource open(ModelFile file, String prefix) {
        return fromPth ? file.open() : new SyntheticWeights(json(golden), prefix, golden.weightSeed());
    }

    private static Path json(GoldenCase golden) {
        return golden.folder().resolve("weights.json");
    }
}
