package dev.codevar.training.run;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.file.Sha256;
import dev.codevar.model.VarConfig;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained transformer that more is made of.
 *
 * @param file its weights
 * @param config its shape
 */
public record TransformerFile(Path file, VarConfig config) {

    /**
     * @param set has a VQ-VAE, and transformers by role
     * @param text a role, or a file in the layout of published ones
     */
    public static TransformerFile of(ModelSet set, String text) {
        if (set.description().models().containsKey(text)) {
            return new TransformerFile(set.transformerFile(text), set.transformerConfig(text));
        }
        Path file = FilePaths.of(text);
        if (!Files.exists(file)) {
            throw new InvalidInputException("'" + text + "' is neither a file nor one of "
                    + set.description().name() + "'s models "
                    + set.description().models().keySet());
        }
        try (Checkpoint checkpoint = Checkpoint.open(file, Recognition.TRANSFORMER)) {
            return new TransformerFile(file, Recognition.transformer(checkpoint));
        }
    }

    /**
     * @param file in the layout of published ones
     * @param config the shape that it must have
     */
    static TransformerFile of(Path file, VarConfig config) {
        try (Checkpoint checkpoint = Checkpoint.open(file, Recognition.TRANSFORMER)) {
            VarConfig found = Recognition.transformer(checkpoint);
            if (!found.equals(config)) {
                throw new InvalidInputException(file + " is another transformer: " + found + ", expected " + config);
            }
        }
        return new TransformerFile(file, config);
    }

    /** {@return the shape of the VQ-VAE in {@code file}, at these scales} */
    static VqVaeConfig vae(Path file, Pyramid pyramid) {
        try (Checkpoint checkpoint = Checkpoint.open(file, Recognition.VAE)) {
            return Recognition.vae(checkpoint, pyramid);
        }
    }

    /** {@return its weights, to be trained or learnt from} */
    Parameters parameters() {
        try (Checkpoint checkpoint = Checkpoint.open(file, Recognition.TRANSFORMER)) {
            return Parameters.of(checkpoint, info -> Recognition.isWeight(info.name()), Device.CPU, ScalarType.Float);
        }
    }

    /** {@return SHA-256 of the file} */
    String hash() {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
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
