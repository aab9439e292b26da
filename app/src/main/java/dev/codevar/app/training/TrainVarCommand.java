package dev.codevar.app.training;

import dev.codevar.app.options.EntryOption;
import dev.codevar.app.options.ModelFinder;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.file.FilePaths;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import dev.codevar.models.Recognition;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.VarConfiguration;
import dev.codevar.training.run.VarRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar train var}: a transformer that predicts tokens. */
@Command(
        name = "var",
        description = {
            "Train a VAR transformer on the tokens of a VQ-VAE. Default configuration: fashion32-large.",
            TrainingOptions.GOES_ON
        },
        sortOptions = false,
        defaultValueProvider = BegunOptions.class)
final class TrainVarCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    @Option(
            names = "--vae",
            paramLabel = "FILE|NAME|FOLDER",
            description = "The VQ-VAE: its weights, or a model set that has it. Default: " + PlaceOptions.DEFAULT_MODEL
                    + "'s.")
    private String vae = PlaceOptions.DEFAULT_MODEL;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "The weights to begin with, of a transformer of the same shape. Default: random ones.")
    private @Nullable Path from;

    @Mixin
    private final EntryOption entry = new EntryOption();

    @Mixin
    private final TokenFolder tokens = new TokenFolder();

    TrainVarCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ConfigurationFile.Read<VarConfiguration> configured =
                options.configuration(VarConfiguration.KIND, VarConfiguration.class, "fashion32-large");
        ModelFile vaeWeights = vaeWeights();
        Optional<ModelFile> begun = Optional.ofNullable(from)
                .map(file -> new ModelFile(file, Recognition.TRANSFORMER.preferring(entry.entries())));
        ModelFile.requireTaken(
                entry.entries(),
                Stream.concat(Stream.of(vaeWeights), begun.stream()).toList());
        return options.train(
                terminal, configured, tokens.path, place -> new VarRun(configured, vaeWeights, begun, place)::run);
    }

    private ModelFile vaeWeights() {
        ModelFinder finder = ModelFinder.system();
        boolean named = finder.all().containsKey(vae);
        if (!named && Files.isRegularFile(FilePaths.of(vae))) {
            return new ModelFile(FilePaths.of(vae), Recognition.VAE.preferring(entry.entries()));
        }
        return ModelSet.open(finder.folder(vae), entry.entries()).vaeWeights();
    }
}
