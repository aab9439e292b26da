package dev.codevar.lab.bench;

import dev.codevar.lab.table.Numbers;
import dev.codevar.lab.table.TextTable;
import org.jspecify.annotations.Nullable;

/** Shows a report on a terminal. */
public final class BenchTable {
    private static final int TEXT_COLUMNS = 1;

    private BenchTable() {}

    /** {@return a line for the machine, one for its ceilings, a row for each run, and what the columns mean} */
    public static String of(BenchReport report) {
        TextTable table = new TextTable(
                TEXT_COLUMNS,
                "plan",
                "N",
                "batch",
                "precision",
                "transformers, s",
                "VQ-VAE, s",
                "pictures/s",
                "bound",
                "peak memory",
                "cache",
                "× VAR");
        for (BenchRun run : report.runs()) {
            Times times = run.times();
            Double speedUp = run.againstVar().speedUp();
            table.add(
                    run.plan(),
                    orNothing(run.draftSteps()),
                    String.valueOf(run.batch()),
                    run.precision(),
                    Numbers.withSpread(times.secondsTransformer(), times.secondsTransformerSpread()),
                    Numbers.withSpread(times.secondsVae(), times.secondsVaeSpread()),
                    Numbers.three(run.imagesPerSecond()),
                    Numbers.percent(run.gemmBoundShare()),
                    Numbers.bytes(run.memory().peakRssBytes()),
                    Numbers.bytes(run.memory().kvBytes()),
                    speedUp == null ? Numbers.NOTHING : Numbers.three(speedUp));
        }
        return "machine:  " + report.machine().line() + "\n"
                + "ceilings: " + report.ceilings().line() + "\n\n"
                + table.text() + "\n"
                + "Seconds for a batch: median ± (largest − smallest) of the repetitions. Bound: the share of the"
                + " transformers' time that\ntheir matrix products would take at the ceilings. × VAR: how many times as"
                + " fast as the drafter alone.\n";
    }

    /** {@return a row for each scale: seconds in the transformers, what they are bound by, and the bound's share} */
    public static String perScale(BenchRun run) {
        TextTable table = new TextTable(0, "scale", "transformers, s", "bound, s", "bound");
        for (int k = 0; k < run.scales(); k++) {
            double seconds = run.times().secondsPerScale().get(k);
            double bound = run.boundSecondsPerScale().get(k);
            table.add(
                    String.valueOf(k),
                    Numbers.three(seconds),
                    Numbers.three(bound),
                    seconds == 0 ? Numbers.NOTHING : Numbers.percent(bound / seconds));
        }
        return run.plan() + ", batch " + run.batch() + ", " + run.precision() + " on " + run.device() + "\n"
                + table.text();
    }

    private static String orNothing(@Nullable Object value) {
        return value == null ? Numbers.NOTHING : value.toString();
    }
}
