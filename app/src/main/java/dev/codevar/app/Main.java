package dev.codevar.app;

import dev.codevar.app.cluster.ClusterCommand;
import dev.codevar.app.drawing.EditCommand;
import dev.codevar.app.drawing.GenerateCommand;
import dev.codevar.app.drawing.SampleCommand;
import dev.codevar.app.machine.BenchCommand;
import dev.codevar.app.machine.DoctorCommand;
import dev.codevar.app.machine.PrecisionCommand;
import dev.codevar.app.machine.VerifyCommand;
import dev.codevar.app.models.ModelsCommand;
import dev.codevar.app.program.Version;
import dev.codevar.app.scoring.EvaluateCommand;
import dev.codevar.app.scoring.NearestCommand;
import dev.codevar.app.scoring.SweepCommand;
import dev.codevar.app.serving.ServeCommand;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.app.tokens.DecodeCommand;
import dev.codevar.app.tokens.EncodeCommand;
import dev.codevar.app.tokens.ReconstructCommand;
import dev.codevar.app.training.FinetuneCommand;
import dev.codevar.app.training.TrainCommand;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code codevar} command and its subcommands. */
@Command(
        name = "codevar",
        description = "Next-scale image generation: VAR and collaborative decoding (CoDe).",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed: a file cannot be read or written, memory does not suffice, checks do not hold",
            "2:bad input: an unknown name, a value out of range, options that contradict each other, a file that is broken"
                    + " or not there"
        })
public final class Main {
    static final String DEBUG = "--debug";

    private Main() {}

    /** Only announces the option: {@link Failures} looks for it in the command line itself. */
    @Option(names = DEBUG, scope = ScopeType.INHERIT, description = "Show where an error came from.")
    void debug(boolean unused) {}

    /** Runs the command and ends the process with its exit code: 0 done, 1 failed, 2 bad input. */
    public static void main(String... arguments) {
        System.exit(run(Terminal.system(), arguments));
    }

    /**
     * Runs the command.
     *
     * @param terminal where output goes
     * @param arguments the command line
     * @return the exit code: 0 done, 1 failed, 2 bad input
     */
    static int run(Terminal terminal, String... arguments) {
        CommandLine command = commandLine(terminal);
        Failures failures = new Failures(terminal);
        command.setParameterExceptionHandler(failures);
        command.setExecutionExceptionHandler(failures);
        try {
            int code = command.execute(arguments);
            return code == 0 ? failures.requireHeard() : code;
        } catch (Error e) {
            return failures.handle(e, List.of(arguments));
        }
    }

    /** {@return the command with all that are below it} It knows nothing yet of what becomes of failures. */
    public static CommandLine commandLine(Terminal terminal) {
        CommandLine command = new CommandLine(new Main());
        command.addSubcommand(new GenerateCommand(terminal));
        command.addSubcommand(new EditCommand(terminal));
        command.addSubcommand(new ReconstructCommand(terminal));
        command.addSubcommand(new EncodeCommand(terminal));
        command.addSubcommand(new DecodeCommand(terminal));
        command.addSubcommand(SampleCommand.tree(terminal));
        command.addSubcommand(ModelsCommand.tree(terminal));
        command.addSubcommand(TrainCommand.tree(terminal));
        command.addSubcommand(FinetuneCommand.tree(terminal));
        command.addSubcommand(new DoctorCommand(terminal));
        command.addSubcommand(new VerifyCommand(terminal));
        command.addSubcommand(new EvaluateCommand(terminal));
        command.addSubcommand(new SweepCommand(terminal));
        command.addSubcommand(new NearestCommand(terminal));
        command.addSubcommand(new BenchCommand(terminal));
        command.addSubcommand(new PrecisionCommand(terminal));
        command.addSubcommand(new ServeCommand(terminal));
        command.addSubcommand(ClusterCommand.tree(terminal));
        command.addSubcommand(new HelpCommand());
        command.registerConverter(Path.class, new PathConverter());
        command.setOut(terminal.out());
        command.setErr(terminal.err());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        return command;
    }
}
