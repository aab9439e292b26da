package dev.codevar.app.cluster;

import dev.codevar.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code codevar cluster}: what several machines do together. */
@Command(
        name = "cluster",
        description = {
            "Draw and score pictures on Apache Spark: on a cluster, or on several slots of this machine.",
            "Spark is found by SPARK_HOME; a source checkout has its own copy once cluster is built."
        },
        sortOptions = false)
public final class ClusterCommand {
    private ClusterCommand() {}

    /** {@return the command with its subcommands} */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new ClusterCommand())
                .addSubcommand(new ClusterSampleCommand(terminal))
                .addSubcommand(new ClusterEvaluateCommand(terminal))
                .addSubcommand(new ClusterPlanCommand(terminal));
    }
}
