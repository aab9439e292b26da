package dev.codevar.app.training;

import dev.codevar.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code codevar finetune}: CoDe's specialised fine-tuning. */
@Command(
        name = "finetune",
        description = "Make a drafter and a refiner of trained transformers, one pair for each number of draft steps.",
        sortOptions = false)
public final class FinetuneCommand {
    private FinetuneCommand() {}

    /** {@return the command with its subcommands} */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new FinetuneCommand())
                .addSubcommand(new FinetuneDrafterCommand(terminal))
                .addSubcommand(new FinetuneRefinerCommand(terminal));
    }
}
