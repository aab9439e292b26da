package dev.codevar.measure.sweep;

import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.report.table.Numbers;
import dev.codevar.report.table.TextTable;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a sweep on a terminal. */
public final class SweepTable {
    private static final int TEXT_COLUMNS = 2;

    private SweepTable() {}

    /** {@return a line for the machine, a row for each plan, and what the columns mean} */
    public static String of(SweepReport report) {
        TextTable table = new TextTable(
                TEXT_COLUMNS,
                "plan",
                "kind",
                "N",
                "Fréchet distance",
                "precision",
                "recall",
                "class",
                "ms a picture",
                "VQ-VAE, ms",
                "cache",
                "× VAR");
        for (SweepPoint point : report.points()) {
            table.add(
                    point.name(),
                    point.kind().label(),
                    String.valueOf(point.draftSteps()),
                    distance(point),
                    share(point.scores().precision()),
                    share(point.scores().recall()),
                    share(point.classAccuracy()),
                    Numbers.three(point.millisecondsPerPicture()),
                    Numbers.three(1e3
                            * point.speed().times().secondsVae()
                            / point.speed().batch()),
                    Numbers.bytes(point.speed().memory().kvBytes()),
                    report.speedUp(point).map(Numbers::three).orElse(Numbers.NOTHING));
        }
        SweepPoint first = report.points().get(0);
        return "machine: " + report.machine().line() + "\n"
                + first.scores().countSamples() + " pictures a plan, against "
                + (first.scores().countReference() == null
                        ? "statistics"
                        : first.scores().countReference() + " real ones")
                + ", by " + report.network() + "\n\n"
                + table.text() + "\n"
                + "Fréchet distance: less is better; behind it half of its "
                + FrechetInterval.percent(Evaluation.CONFIDENCE)
                + " interval, ? where there are too few pictures for one:"
                + " what\ndiffers by less may be chance. Class: share of pictures in which the"
                + " classifier sees\nthe class asked for. ms a picture: in the transformers, in batches of "
                + first.speed().batch() + ". × VAR: how many times as fast as the slowest model alone.\n"
                + report.points().stream()
                        .flatMap(point -> point.scores().warnings().stream())
                        .distinct()
                        .map(warning -> "note: " + warning + "\n")
                        .collect(Collectors.joining());
    }

    private static String distance(SweepPoint point) {
        String value = String.format(Locale.ROOT, "%.3f", point.distance()) + " ± ";
        Double low = point.fidLow();
        Double high = point.fidHigh();
        return low == null || high == null ? value + "?" : value + String.format(Locale.ROOT, "%.3f", (high - low) / 2);
    }

    private static String share(@Nullable Double share) {
        return share == null ? Numbers.NOTHING : String.format(Locale.ROOT, "%.3f", share);
    }
}
