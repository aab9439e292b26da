package dev.codevar.app.training;

import dev.codevar.app.options.EntryOption;
import dev.codevar.app.options.ModelFinder;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.FineTuningConfiguration;
import dev.codevar.training.run.FineTuningRun;
import dev.codevar.training.run.TransformerFile;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that the fine-tuning of drafters and refiners shares. */
final class FinetuneOptions {
    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FOLDER",
            description = "The model set that has the VQ-VAE, and transformers by role. Default: "
                    + PlaceOptions.DEFAULT_MODEL + ".")
    private String model = PlaceOptions.DEFAULT_MODEL;

    @Option(
            names = {"-n", "--draft-steps"},
            paramLabel = "N",
            required = true,
            description = "How many scales the drafter makes, 1 to K-1.")
    private int draftSteps;

    @Option(
            names = "--from",
            paramLabel = "ROLE|FILE",
            required = true,
            description = "What it is made of: a role of the model set, or a file in the layout of published ones.")
    private String from = "";

    @Mixin
    private final EntryOption entry = new EntryOption();

    @Mixin
    private final TokenFolder tokens = new TokenFolder();

    /**
     * @param kind drafter or refiner
     * @param other the transformer that makes the other scales, or null for the same as {@code --from}
     * @return the exit code
     */
    int run(Terminal terminal, String kind, @Nullable String other) {
        ConfigurationFile.Read<FineTuningConfiguration> configured =
                training.configuration(kind, FineTuningConfiguration.class, "fashion32-" + kind);
        Set<String> entries = entry.entries();
        ModelSet set = ModelSet.open(ModelFinder.system().folder(model), entries);
        TransformerFile made = TransformerFile.of(set, from, entries);
        TransformerFile others = TransformerFile.of(set, other == null ? from : other, entries);
        ModelFile.requireTaken(entries, List.of(set.vaeWeights(), made.weights(), others.weights()));
        return training.train(
                terminal,
                configured,
                tokens.path,
                place -> new FineTuningRun(configured, set, made, others, draftSteps, place)::run);
    }
}
