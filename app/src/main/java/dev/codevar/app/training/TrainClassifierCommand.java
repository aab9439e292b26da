package dev.codevar.app.training;

import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.classifier.ClassifierRun;
import dev.codevar.training.config.ClassifierConfiguration;
import dev.codevar.training.config.ConfigurationFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar train classifier}: the network whose features scores of small pictures are computed from. */
@Command(
        name = "classifier",
        description = {
            "Train a small network to recognise the classes of pictures. Its features are what scores of small pictures"
                    + " are computed from. Default configuration: fashion32-classifier.",
            TrainingOptions.GOES_ON
        },
        sortOptions = false,
        defaultValueProvider = BegunOptions.class)
final class TrainClassifierCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description =
                    "What the pictures of folders are cut to, up to 4096; others stay as they are. At least 4, or what"
                            + " as many stages as the configuration has halve to 1.")
    private @Nullable Integer side;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "Where the test pictures' features go, as .npz; what is there is replaced. Default: nowhere.")
    private @Nullable Path reference;

    TrainClassifierCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ConfigurationFile.Read<ClassifierConfiguration> configured = options.configuration(
                ClassifierConfiguration.KIND,
                ClassifierConfiguration.class,
                "fashion32-classifier",
                side == null ? Map.of() : Map.of("side", side));
        Optional<Path> features = Optional.ofNullable(reference);
        features.ifPresent(this::requireWritable);
        return options.train(terminal, configured, null, place -> new ClassifierRun(configured, place, features)::run);
    }

    /** The training's folder has nothing that is not its own. */
    private void requireWritable(Path file) {
        if (options.owns(file)) {
            throw new InvalidInputException(
                    "--reference " + file + " is in the training's folder: name a file elsewhere");
        }
        OutputFiles.requireWritable(file);
    }
}
