package dev.codevar.app.cluster;

import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import dev.codevar.report.table.TextTable;
import dev.codevar.sampling.parts.FleetTime;
import dev.codevar.sampling.parts.RunTimes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codevar cluster plan}: how long a run takes on so many machines, and what it costs. */
@Command(
        name = "plan",
        description = {
            "Say how long a run takes on 1, 2, 4, … machines, and what it costs, from what a shorter run took: OUT/times.json"
                    + " of codevar cluster sample, on machines of the same kind; or from the pictures a second of one machine.",
            "Numbers for more machines than were measured are simulated: each task goes to the machine that is free first."
        },
        sortOptions = false)
final class ClusterPlanCommand implements Callable<Integer> {
    private static final double SECONDS_OF_AN_HOUR = 3600;
    private static final int MOST_MACHINES = 100_000;

    private final Terminal terminal;

    @Option(
            names = "--times",
            paramLabel = "FILE",
            description = "What a run took: OUT/times.json of codevar cluster sample.")
    private @Nullable Path times;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description =
                    "In the place of --times: how many pictures a second one machine draws, as codevar bench says.")
    private @Nullable Double rate;

    @Option(
            names = "--open",
            paramLabel = "SECONDS",
            description = "With --rate: how long a machine takes to start and to open the models. Default: 60.")
    private @Nullable Double open;

    @Option(names = "--pictures", paramLabel = "N", description = "How many pictures the run has. Default: 50000.")
    private int pictures = 50_000;

    @Option(
            names = "--together",
            paramLabel = "N",
            description =
                    "How many pictures a task draws (--batch times --blocks). Default: as measured; with --rate 64.")
    private @Nullable Integer together;

    @Option(
            names = "--machines",
            paramLabel = "N,N,…",
            split = ",",
            description = "For how many machines. Default: 1,2,4,8,16,32,64.")
    private List<Integer> machines = List.of(1, 2, 4, 8, 16, 32, 64);

    @Option(names = "--price", paramLabel = "P", description = "What a machine costs an hour, in any currency.")
    private @Nullable Double price;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    ClusterPlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * A row.
     *
     * @param efficiency the pictures a second of this many machines, over as many times those of one
     */
    record Row(
            int machines,
            double seconds,
            double picturesPerSecond,
            double efficiency,
            @Nullable Double cost,
            boolean measured) {}

    /**
     * What is said.
     *
     * @param executors how many executors were measured; null of a rate
     * @param measuredSeconds how long their tasks took from the first start to the last end
     * @param simulatedSeconds what the simulation says of these tasks on as many executors
     */
    record Plan(
            List<Row> rows,
            int pictures,
            int together,
            @Nullable Integer executors,
            @Nullable Double measuredSeconds,
            @Nullable Double simulatedSeconds) {}

    @Override
    public Integer call() {
        OptionRanges.require("pictures", pictures, 1, Integer.MAX_VALUE);
        machines.forEach(count -> OptionRanges.require("machines", count, 1, MOST_MACHINES));
        if (together != null) {
            OptionRanges.require("together", together, 1, Integer.MAX_VALUE);
        }
        requireAtLeast0("open", open);
        requireAtLeast0("price", price);
        Plan plan = times == null ? ofRate() : ofTimes(times);
        if (json) {
            terminal.out().println(Json.lineOfKnown(plan));
        } else {
            print(plan, terminal.out());
        }
        return 0;
    }

    private static void requireAtLeast0(String name, @Nullable Double value) {
        if (value != null && !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException(name + " " + value + " is not a number of 0 or more");
        }
    }

    private Plan ofRate() {
        if (rate == null || !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException(
                    "say by --times what a run took, or by --rate how many pictures a second one machine draws, above 0");
        }
        int size = together == null ? 64 : together;
        FleetTime time = new FleetTime(List.of(1 / rate), open == null ? 60 : open, 0);
        return new Plan(rows(time, size, 0), pictures, size, null, null, null);
    }

    private Plan ofTimes(Path file) {
        if (rate != null || open != null) {
            throw new InvalidInputException("--times says what --rate and --open would say: give one of them");
        }
        RunTimes measured = RunTimes.parse(read(file), file.toString());
        FleetTime time = FleetTime.of(measured);
        int size = together == null ? FleetTime.together(measured) : together;
        int executors = measured.executors().size();
        int drawn = measured.executors().stream()
                .flatMap(executor -> executor.tasks().stream())
                .mapToInt(RunTimes.Task::pictures)
                .sum();
        double simulated = time.ofTasks(executors, drawn, FleetTime.together(measured));
        return new Plan(rows(time, size, executors), pictures, size, executors, measured.secondsOfTasks(), simulated);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    private List<Row> rows(FleetTime time, int size, int measured) {
        double alone = time.seconds(1, pictures, size);
        List<Row> rows = new ArrayList<>();
        for (int count : machines) {
            double seconds = time.seconds(count, pictures, size);
            rows.add(new Row(
                    count,
                    seconds,
                    pictures / seconds,
                    alone / (count * seconds),
                    price == null ? null : count * seconds / SECONDS_OF_AN_HOUR * price,
                    count <= measured));
        }
        return rows;
    }

    private static void print(Plan plan, PrintWriter to) {
        TextTable table = new TextTable(0, "machines", "hours", "pictures/s", "efficiency", "cost", "");
        for (Row row : plan.rows) {
            table.add(
                    String.valueOf(row.machines),
                    format("%.2f", row.seconds / SECONDS_OF_AN_HOUR),
                    format("%.2f", row.picturesPerSecond),
                    format("%.0f%%", row.efficiency * 100),
                    row.cost == null ? "" : format("%.2f", row.cost),
                    row.measured ? "" : "extrapolated");
        }
        to.print(table.text());
        to.println(plan.pictures + " pictures, " + plan.together + " a task, one task at a time on a machine");
        if (plan.executors != null && plan.measuredSeconds != null && plan.simulatedSeconds != null) {
            to.println(format(
                    "check: the measured tasks took %.1f s on %d executors, and %.1f s in the simulation",
                    plan.measuredSeconds, plan.executors, plan.simulatedSeconds));
        }
        to.println(
                "note: what is extrapolated is simulated: machines as fast as those measured, which do not wait for each"
                        + " other, the network or the store");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
