package dev.codevar.models;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.EightBitTensors;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.models.Description.Transformer;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Models that belong together: what they are, and where their weights are.
 *
 * @param folder where the weights are; empty if they are nowhere and made at random, to measure with
 * @param description what they are
 * @param entries which state dicts are taken of files that hold several, by their paths; none of files that leave no choice
 */
public record ModelSet(Optional<Path> folder, Description description, Set<String> entries) {
    private static final long RANDOM_SEED = 1;

    /** Copies the entries. */
    public ModelSet {
        entries = Set.copyOf(entries);
    }

    /** Models in files that leave no choice. */
    public ModelSet(Optional<Path> folder, Description description) {
        this(folder, description, Set.of());
    }

    /**
     * Opens a model set: a folder with {@code model.json}, or one with checkpoints, under their published names or as
     * trainings leave them.
     *
     * @param folder the folder
     * @return the set; no weights are read yet
     */
    public static ModelSet open(Path folder) {
        return open(folder, Set.of());
    }

    /**
     * Opens a model set as {@link #open(Path)}.
     *
     * @param folder the folder
     * @param entries which state dicts to take of trainings' files that hold several, such as {@code trainer.var_wo_ddp}
     */
    public static ModelSet open(Path folder, Set<String> entries) {
        if (!Files.isDirectory(folder)) {
            throw new BrokenFileException("no model set at " + folder + ": there is no such folder");
        }
        Path file = folder.resolve(DescriptionFile.NAME);
        Description description =
                Files.exists(file) ? DescriptionFile.read(file) : PublishedFolder.describe(folder, entries);
        return new ModelSet(Optional.of(folder), description, entries);
    }

    /**
     * A set of models that nobody trained, of any shape: what a decode costs does not depend on the weights' values.
     *
     * @param transformers the transformers' shapes by role, at least one
     * @param vae the VQ-VAE's shape
     */
    public static ModelSet random(Map<String, VarConfig> transformers, VqVaeConfig vae) {
        Description description = new Assembly("", vae, Map.of(), transformers)
                .describe("random", "random weights of real shapes, to measure with", Optional.empty());
        return new ModelSet(Optional.empty(), description);
    }

    /** {@return the VQ-VAE's file} */
    public Path vaeFile() {
        return file(description.vae().file());
    }

    /** {@return where the weights of all models are} */
    public List<ModelFile> files() {
        return Stream.concat(
                        Stream.of(vaeWeights()),
                        description.models().keySet().stream().map(this::transformerWeights))
                .toList();
    }

    /** {@return where the VQ-VAE's weights are} */
    public ModelFile vaeWeights() {
        return new ModelFile(vaeFile(), Recognition.VAE.preferring(entries));
    }

    /** {@return the VQ-VAE's weights, which the caller closes} */
    public TensorSource openVae(VqVaeConfig config) {
        return folder.isPresent()
                ? vaeWeights().open()
                : new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(config), RANDOM_SEED);
    }

    /** {@return the VQ-VAE's shape, at the set's own scales} */
    public VqVaeConfig vaeConfig() {
        return vaeConfig(new Pyramid(description.scales()));
    }

    /** {@return the VQ-VAE's shape, at the scales of {@code pyramid}} */
    public VqVaeConfig vaeConfig(Pyramid pyramid) {
        return description.vae().config(description.codes(), description.channels(), pyramid);
    }

    /** {@return the file of the transformer in this role} */
    public Path transformerFile(String role) {
        return file(transformer(role).file());
    }

    /** {@return where the weights of the transformer in this role are} */
    public ModelFile transformerWeights(String role) {
        return new ModelFile(transformerFile(role), Recognition.TRANSFORMER.preferring(entries));
    }

    /** {@return the weights of the transformer in this role, which the caller closes} */
    public TensorSource openTransformer(String role) {
        return folder.isPresent()
                ? EightBitTensors.widened(transformerWeights(role).open())
                : new RandomWeights(role, VarTensors.shapes(transformerConfig(role)), RANDOM_SEED);
    }

    /** {@return the file of the network whose features scores are computed from, if the set brings one} */
    public Optional<Path> featuresFile() {
        return Optional.ofNullable(description.features()).map(features -> file(features.file()));
    }

    /** {@return the file with the features of real pictures, if the set brings one} */
    public Optional<Path> referenceFile() {
        return Optional.ofNullable(description.features()).map(features -> file(features.reference()));
    }

    private Path file(String name) {
        return folder.orElseThrow(() -> new IllegalStateException("random weights have no file"))
                .resolve(name);
    }

    /** {@return the shape of the transformer in this role} */
    public VarConfig transformerConfig(String role) {
        return transformer(role)
                .config(
                        description.classes().size(),
                        description.codes(),
                        description.channels(),
                        description.scales());
    }

    private Transformer transformer(String role) {
        Transformer model = description.models().get(role);
        if (model == null) {
            throw new InvalidInputException("no model '" + role + "' in " + description.name() + "; there are "
                    + description.models().keySet());
        }
        return model;
    }

    /**
     * Finds a class by its number, its name, or a part of its name that no other class has.
     *
     * @param text a number from 0, or a name in any case
     * @return the class's number
     */
    public int classOf(String text) {
        return new ClassNames(description.classes()).find(text);
    }

    /** {@return the first name of a class, without its synonyms} */
    public String className(int label) {
        return description.classes().get(label).split(", ", 2)[0];
    }
}
