package dev.codevar.measure.speed;

import dev.codevar.report.table.Numbers;
import dev.codevar.report.table.TextTable;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows a report on a terminal. */
public final class BenchTable {
    private static final int TEXT_COLUMNS = 1;

    private static final String BELOW_HALF = " <";
    /** As wide, so that numbers stand below each other. */
    private static final String ABOVE_HALF = "  ";

    private BenchTable() {}

    /**
     * {@return a line for the machine, three for its ceilings, a row for each run, what the columns mean, and a row for each run
     * with its scales' shares of their bounds}
     */
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
                + report.ceilings().lines() + "\n"
                + table.text() + "\n"
                + "Seconds for a batch: median ± (largest − smallest) of the repetitions. Bound: the share of the"
                + " transformers' time that\ntheir matrix products would take at the ceilings. × VAR: how many times as"
                + " fast as the drafter alone.\n\n"
                + shares(report)
                + "Each scale's share of its own bound; " + BELOW_HALF.strip() + " marks what lies below half.\n";
    }

    private static String shares(BenchReport report) {
        int scales = report.runs().stream().mapToInt(BenchRun::scales).max().orElseThrow();
        TextTable table =
                new TextTable(TEXT_COLUMNS, row(List.of("plan", "batch", "precision"), scales, String::valueOf));
        for (BenchRun run : report.runs()) {
            table.add(row(
                    List.of(run.plan(), String.valueOf(run.batch()), run.precision()),
                    scales,
                    k -> k < run.scales() ? share(run, k) : Numbers.NOTHING));
        }
        return table.text();
    }

    private static String[] row(List<String> first, int scales, IntFunction<String> ofScale) {
        return Stream.concat(first.stream(), IntStream.range(0, scales).mapToObj(ofScale))
                .toArray(String[]::new);
    }

    private static String share(BenchRun run, int k) {
        return Numbers.percent(run.boundSharePerScale().get(k))
                + (run.scalesBelowHalf().contains(k) ? BELOW_HALF : ABOVE_HALF);
    }

    /** {@return a row for each scale: seconds in the transformers, their share of all, what they are bound by, the bound's share} */
    public static String perScale(BenchRun run) {
        TextTable table = new TextTable(0, "scale", "transformers, s", "of all", "bound, s", "bound");
        for (int k = 0; k < run.scales(); k++) {
            double seconds = run.times().secondsPerScale().get(k);
            double bound = run.boundSecondsPerScale().get(k);
            table.add(
                    String.valueOf(k),
                    Numbers.three(seconds),
                    Numbers.percent(seconds / run.times().secondsTransformer()),
                    Numbers.three(bound),
                    share(run, k));
        }
        return run.plan() + ", batch " + run.batch() + ", " + run.precision() + " on " + run.device() + "\n"
                + table.text();
    }

    private static String orNothing(@Nullable Object value) {
        return value == null ? Numbers.NOTHING : value.toString();
    }
}
