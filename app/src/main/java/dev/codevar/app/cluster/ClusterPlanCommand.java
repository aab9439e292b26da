package dev.codevar.app.cluster;

import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.parts.FleetTime;
import dev.codevar.sampling.parts.RunTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codevar cluster plan}: how long a run takes on so many machines, and what it costs. */
@Command(
        name = "plan",
        description = {
            "Say how long a run takes on 1, 2, 4, … machines, and what it costs, from what a shorter run took: OUT/times.json"
                    + " of codevar cluster sample, on machines of the same kind; or from the pictures a second of one machine.",
            "All numbers are simulated: each task goes to the machine that is free first. What the simulation says of measured"
                    + " runs stands beside what these took."
        },
        sortOptions = false)
final class ClusterPlanCommand implements Callable<Integer> {
    private static final int MOST_MACHINES = 100_000;

    private final Terminal terminal;

    @Option(
            names = "--times",
            paramLabel = "FILE",
            description = "What a run took: OUT/times.json of codevar cluster sample.")
    private @Nullable Path times;

    @Option(
            names = "--check",
            paramLabel = "FILE,FILE,…",
            split = ",",
            description =
                    "What other runs took, on other numbers of machines: what the simulation says of them is compared with"
                            + " that.")
    private List<Path> checks = List.of();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description =
                    "In the place of --times: how many pictures a second one machine draws, above 0, as codevar bench says.")
    private @Nullable Double rate;

    @Option(
            names = "--open",
            paramLabel = "SECONDS",
            description =
                    "With --rate: how long a machine takes to start and to open the models, 0 or more. Default: 60.")
    private @Nullable Double open;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            description = "How many pictures the run has, from 1. Default: 50000.")
    private int pictures = 50_000;

    @Option(
            names = "--together",
            paramLabel = "N",
            description =
                    "How many pictures a task draws (--batch times --blocks), from 1. Default: as measured; with --rate 64.")
    private @Nullable Integer together;

    @Option(
            names = "--machines",
            paramLabel = "N,N,…",
            split = ",",
            description = "For how many machines, 1 to 100000. Default: 1,2,4,8,16,32,64.")
    private List<Integer> machines = List.of(1, 2, 4, 8, 16, 32, 64);

    @Option(
            names = "--price",
            paramLabel = "P",
            description = "What a machine costs an hour, in any currency, 0 or more. Default: not told.")
    private @Nullable Double price;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ClusterPlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        OptionRanges.require("pictures", pictures, 1, Integer.MAX_VALUE);
        machines.forEach(count -> OptionRanges.require("machines", count, 1, MOST_MACHINES));
        if (together != null) {
            OptionRanges.require("together", together, 1, Integer.MAX_VALUE);
        }
        requireAtLeast0("open", open);
        requireAtLeast0("price", price);
        ClusterPlan plan = times == null ? ofRate() : ofTimes(times);
        if (json) {
            terminal.out().println(Json.lineOfKnown(plan));
        } else {
            plan.print(terminal.out());
        }
        return 0;
    }

    private static void requireAtLeast0(String name, @Nullable Double value) {
        if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException(name + " " + value + " is not a number of 0 or more");
        }
    }

    private ClusterPlan ofRate() {
        if (rate == null) {
            throw new InvalidInputException(
                    "say by --times what a run took, or by --rate how many pictures a second one machine draws");
        }
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException("rate " + rate + " is not a number above 0");
        }
        int size = together == null ? 64 : together;
        FleetTime time = new FleetTime(List.of(1 / rate), open == null ? 60 : open, 0);
        return plan(time, size, List.of());
    }

    private ClusterPlan ofTimes(Path file) {
        if (rate != null || open != null) {
            throw new InvalidInputException("--times says what --rate and --open would say: give one of them");
        }
        RunTimes measured = read(file);
        return plan(
                FleetTime.of(measured), together == null ? FleetTime.together(measured) : together, List.of(measured));
    }

    private ClusterPlan plan(FleetTime time, int size, List<RunTimes> own) {
        List<ClusterPlan.Check> all = Stream.concat(
                        own.stream(), checks.stream().map(ClusterPlanCommand::read))
                .map(measured -> ClusterPlan.Check.of(time, measured))
                .toList();
        return ClusterPlan.of(time, machines, pictures, size, price, all);
    }

    private static RunTimes read(Path file) {
        try {
            RunTimes times = RunTimes.parse(Files.readString(file), file.toString());
            if (times.executors().stream().allMatch(executor -> executor.tasks().isEmpty())) {
                throw new BrokenFileException(file + " has times of no task");
            }
            return times;
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }
}
