package dev.codevar.app.training;

import dev.codevar.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code codevar train}: networks from pictures. */
@Command(name = "train", description = "Train networks on pictures.", sortOptions = false)
public final class TrainCommand {
    private TrainCommand() {}

    /** {@return the command with its subcommands} */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new TrainCommand())
                .addSubcommand(new TrainVqVaeCommand(terminal))
                .addSubcommand(new TrainVarCommand(terminal))
                .addSubcommand(new TrainClassifierCommand(terminal));
    }
}
