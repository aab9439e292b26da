package dev.codevar.training.run;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.model.EightBitTensors;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import dev.codevar.models.Recognition;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.loop.Training;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained transformer that more is made of.
 *
 * @param weights where its weights are
 * @param config its shape
 */
public record TransformerFile(ModelFile weights, VarConfig config) {

    /**
     * @param set has a VQ-VAE, and transformers by role
     * @param text a role, or a file in the layout of published ones
     * @param entries which state dicts to take of files that hold several
     */
    public static TransformerFile of(ModelSet set, String text, Set<String> entries) {
        if (set.description().models().containsKey(text)) {
            return new TransformerFile(set.transformerWeights(text), set.transformerConfig(text));
        }
        Path file = FilePaths.of(text);
        if (!Files.exists(file)) {
            throw new InvalidInputException("'" + text + "' is neither a file nor one of "
                    + set.description().name() + "'s models "
                    + set.description().models().keySet());
        }
        ModelFile weights = new ModelFile(file, Recognition.TRANSFORMER.preferring(entries));
        try (Checkpoint checkpoint = weights.open()) {
            return new TransformerFile(weights, Recognition.transformer(checkpoint));
        }
    }

    /**
     * @param weights in the layout of published ones
     * @param config the shape that it must have
     */
    static TransformerFile of(ModelFile weights, VarConfig config) {
        try (Checkpoint checkpoint = weights.open()) {
            VarConfig found = Recognition.transformer(checkpoint);
            if (!found.equals(config)) {
                throw new InvalidInputException(
                        weights.file() + " is another transformer: " + found + ", expected " + config);
            }
        }
        return new TransformerFile(weights, config);
    }

    /** {@return the shape of the VQ-VAE of {@code weights}, at these scales} */
    static VqVaeConfig vae(ModelFile weights, Pyramid pyramid) {
        try (Checkpoint checkpoint = weights.open()) {
            return Recognition.vae(checkpoint, pyramid);
        }
    }

    /** {@return its weights on a device, to be trained or learnt from} */
    Parameters parameters(Device device) {
        try (TensorSource checkpoint = EightBitTensors.widened(weights.open())) {
            return Parameters.of(checkpoint, info -> Recognition.isWeight(info.name()), device, ScalarType.Float);
        }
    }

    /** {@return what changes when the weights do} */
    String hash() {
        return weights.hash();
    }

    /** Trains a transformer, and completes what comes of it: with the levels of its scales, and the classes' names beside it. */
    static Outcome train(
            Place place, Setup setup, Task task, Pyramid pyramid, Pictures pictures, RunListener listener) {
        try (Training training = Training.open(place.out(), setup, task, listener, place.peers())) {
            listener.opened(training);
            return training.run(weights -> {
                PublishedLayout.complete(weights, pyramid);
                pictures.nameClasses(weights);
            });
        }
    }
}
