package dev.codevar.app.cluster;

import dev.codevar.report.table.TextTable;
import dev.codevar.sampling.parts.FleetTime;
import dev.codevar.sampling.parts.RunTimes;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a run takes on so many machines: all of it simulated, and beside it what the simulation says of runs that were measured.
 *
 * @param rows a row for each number of machines
 * @param pictures of the whole run
 * @param together pictures of a task
 * @param checks runs that were measured
 */
record ClusterPlan(List<Row> rows, int pictures, int together, List<Check> checks) {
    private static final double SECONDS_OF_AN_HOUR = 3600;

    /**
     * A row.
     *
     * @param efficiency the pictures a second of this many machines, over as many times those of one
     * @param extrapolated whether they are more machines than were measured
     */
    record Row(
            int machines,
            double seconds,
            double picturesPerSecond,
            double efficiency,
            @Nullable Double cost,
            boolean extrapolated) {}

    /**
     * A run that was measured.
     *
     * @param executors on how many executors
     * @param pictures how many pictures they drew
     * @param measuredSeconds how long their tasks took from the first start to the last end
     * @param simulatedSeconds what the simulation says of these tasks on as many executors
     */
    record Check(int executors, int pictures, double measuredSeconds, double simulatedSeconds) {
        static Check of(FleetTime time, RunTimes measured) {
            return new Check(
                    measured.executors().size(),
                    measured.pictures(),
                    measured.secondsOfTasks(),
                    time.ofTasks(measured));
        }
    }

    /**
     * {@return the plan}
     *
     * @param price what a machine costs an hour
     */
    static ClusterPlan of(
            FleetTime time,
            List<Integer> machines,
            int pictures,
            int together,
            @Nullable Double price,
            List<Check> checks) {
        int measured = checks.stream().mapToInt(Check::executors).max().orElse(0);
        double alone = time.seconds(1, pictures, together);
        List<Row> rows = new ArrayList<>();
        for (int count : machines) {
            double seconds = time.seconds(count, pictures, together);
            rows.add(new Row(
                    count,
                    seconds,
                    pictures / seconds,
                    alone / (count * seconds),
                    price == null ? null : count * seconds / SECONDS_OF_AN_HOUR * price,
                    count > measured));
        }
        return new ClusterPlan(rows, pictures, together, checks);
    }

    void print(PrintWriter to) {
        TextTable table = new TextTable(0, "machines", "hours", "pictures/s", "efficiency", "cost", "");
        for (Row row : rows) {
            table.add(
                    String.valueOf(row.machines),
                    format("%.2f", row.seconds / SECONDS_OF_AN_HOUR),
                    format("%.2f", row.picturesPerSecond),
                    format("%.0f%%", row.efficiency * 100),
                    row.cost == null ? "" : format("%.2f", row.cost),
                    row.extrapolated ? "extrapolated" : "simulated");
        }
        to.print(table.text());
        to.println(pictures + " pictures, " + together + " a task, one task at a time on a machine");
        for (Check check : checks) {
            to.println(format(
                    "check: tasks of %d pictures took %.1f s on %d executors, and %.1f s in the simulation",
                    check.pictures, check.measuredSeconds, check.executors, check.simulatedSeconds));
        }
        to.println(
                "note: all rows are simulated, of machines as fast as those measured, which do not wait for each other,"
                        + " the network or the store; extrapolated ones are of more machines than were measured");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
