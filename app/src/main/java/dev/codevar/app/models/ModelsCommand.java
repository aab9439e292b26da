package dev.codevar.app.models;

import dev.codevar.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code codevar models}: what there is, what is in it, and where more comes from. */
@Command(name = "models", description = "List, inspect, convert and fetch models.", sortOptions = false)
public final class ModelsCommand {
    private ModelsCommand() {}

    /** {@return the command with its subcommands} */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ModelsListCommand(terminal))
                .addSubcommand(new ModelsInspectCommand(terminal))
                .addSubcommand(new ModelsConvertCommand(terminal))
                .addSubcommand(new ModelsFetchCommand(terminal));
    }
}
