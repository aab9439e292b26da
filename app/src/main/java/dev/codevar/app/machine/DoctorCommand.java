package dev.codevar.app.machine;

import dev.codevar.app.options.EntryOption;
import dev.codevar.app.options.ModelFinder;
import dev.codevar.app.program.SameCommand;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.measure.doctor.DoctorReport;
import dev.codevar.measure.doctor.Examination;
import dev.codevar.measure.doctor.Models;
import dev.codevar.measure.doctor.ReportText;
import dev.codevar.process.ParentProcess;
import dev.codevar.report.json.Json;
import dev.codevar.report.provenance.Program;
import dev.codevar.tensor.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code codevar doctor}: what this machine is, which kernels compute on it, and whether they are right. */
@Command(
        name = "doctor",
        description = {
            "Examine this machine: processor, memory, Java, native libraries; every kernel at the published models' shapes"
                    + " against its formula in float64, its speed, and whether bits are the same alone, among others and"
                    + " on several threads. What to run first on a new machine, and to paste into a bug report.",
            "Kernels run in a child process: one that crashes is a line. Ends with 0 if nothing is wrong, 1 otherwise."
        },
        sortOptions = false)
public final class DoctorCommand implements Callable<Integer> {
    private static final String CHILD = "--examine";

    private final Terminal terminal;
    private final Function<CommandSpec, List<String>> child;
    private final Duration silence;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME|FOLDER",
            description = "Check at the shapes of this set. Default: those of the published models.")
    @Nullable
    private String model;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "Whose kernels are checked: cpu, cuda or cuda:i. Default: cpu.")
    private String device = Device.CPU.label();

    @Mixin
    private final EntryOption entry = new EntryOption();

    @Option(names = "--json", description = "Print one JSON object instead of a table for people.")
    private boolean json;

    @Option(names = CHILD, hidden = true)
    private boolean examines;

    @Spec
    @Nullable
    private CommandSpec command;

    public DoctorCommand(Terminal terminal) {
        this(terminal, DoctorCommand::child, DoctorReport.SILENCE);
    }

    /**
     * @param child what the examining process runs, of this command
     * @param silence how long it may say nothing before it is ended
     */
    DoctorCommand(Terminal terminal, Function<CommandSpec, List<String>> child, Duration silence) {
        this.terminal = terminal;
        this.child = child;
        this.silence = silence;
    }

    private static List<String> child(CommandSpec command) {
        List<String> words = new ArrayList<>(SameCommand.of(command));
        words.add(CHILD);
        return words;
    }

    @Override
    public Integer call() {
        if (model == null) {
            entry.requireNone("without --model none is read");
        }
        Device.requireLegal(device);
        Models models = model == null
                ? Models.published()
                : Models.of(entry.open(ModelFinder.system().folder(model)));
        if (examines) {
            ParentProcess.endWith(System.getenv());
            Examination.run(models, Device.of(device), message -> terminal.out().println(message.line()));
            return 0;
        }
        DoctorReport report = examine();
        if (json) {
            terminal.out().println(Json.line(report));
        } else {
            terminal.out().print(ReportText.of(report));
            terminal.out().flush();
        }
        return report.sound() ? 0 : 1;
    }

    private DoctorReport examine() {
        try (Bars bars = new Bars(terminal, " steps", 1)) {
            int[] steps = {0};
            return DoctorReport.of(
                    Program.version(),
                    child.apply(Objects.requireNonNull(command)),
                    silence,
                    begun -> bars.at("checking", steps[0]++, OptionalLong.empty()));
        }
    }
}
