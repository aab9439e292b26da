package dev.codevar.app.training;

import dev.codevar.app.terminal.Terminal;
import dev.codevar.training.config.FineTuningConfiguration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar finetune drafter}: for the coarse scales. */
@Command(
        name = "drafter",
        description = {
            "Make a drafter of a large transformer: it learns the first N scales alone, from the pictures. Default"
                    + " configuration: fashion32-drafter.",
            TrainingOptions.GOES_ON
        },
        sortOptions = false,
        defaultValueProvider = BegunOptions.class)
final class FinetuneDrafterCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final FinetuneOptions options = new FinetuneOptions();

    @Option(
            names = "--refiner",
            paramLabel = "ROLE|FILE",
            description = "What draws the other scales of the sample sheets. Default: the transformer of --from.")
    private @Nullable String refiner;

    FinetuneDrafterCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return options.run(terminal, FineTuningConfiguration.DRAFTER, refiner);
    }
}
