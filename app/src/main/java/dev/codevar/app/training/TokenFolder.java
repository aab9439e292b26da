package dev.codevar.app.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where transformers' trainings keep the pictures' tokens. */
final class TokenFolder {
    @Option(
            names = "--tokens",
            paramLabel = "FOLDER",
            description = "Where the pictures' tokens are kept, for all trainings with one VQ-VAE. Default: 'tokens',"
                    + " beside the training's folder.")
    @Nullable
    Path path;
}
