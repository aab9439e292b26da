package dev.codevar.app.training;

import dev.codevar.app.terminal.Terminal;
import dev.codevar.training.config.FineTuningConfiguration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar finetune refiner}: for the fine scales. */
@Command(
        name = "refiner",
        description = {
            "Make a refiner of a small transformer: it learns the scales from N on from a large one, its teacher. Default"
                    + " configuration: fashion32-refiner.",
            TrainingOptions.GOES_ON
        },
        sortOptions = false,
        defaultValueProvider = BegunOptions.class)
final class FinetuneRefinerCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final FinetuneOptions options = new FinetuneOptions();

    @Option(
            names = "--teacher",
            paramLabel = "ROLE|FILE",
            required = true,
            description = "The large transformer that it learns from, as --from.")
    private String teacher = "";

    FinetuneRefinerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return options.run(terminal, FineTuningConfiguration.REFINER, teacher);
    }
}
