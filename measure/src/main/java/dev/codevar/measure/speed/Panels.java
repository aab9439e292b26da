package dev.codevar.measure.speed;

import dev.codevar.report.chart.Panel;
import dev.codevar.report.chart.Panel.Line;
import dev.codevar.report.chart.Panel.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which diagrams a report gives: time and memory against the batch, the number of drafted scales, and the drafter's depth. */
final class Panels {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;
    private static final String BATCH = "pictures in a batch";
    private static final String DRAFTED = "N, scales that the drafter makes";
    private static final String DEPTH = "depth of the drafter";

    private final List<BenchRun> runs;
    private final List<BenchRun> pairs;

    private Panels(List<BenchRun> runs) {
        this.runs = runs;
        pairs = runs.stream().filter(run -> run.draftSteps() != null).toList();
    }

    /** {@return those diagrams for which there are two points or more to join} */
    static List<Panel> of(BenchReport report) {
        Panels panels = new Panels(report.runs());
        return Stream.of(
                        panels.secondsByBatch(),
                        panels.secondsByDraft(),
                        panels.memoryByBatch(),
                        panels.cacheByDraft(),
                        panels.secondsByDepth(),
                        panels.memoryByDepth())
                .flatMap(List::stream)
                .filter(Panel::hasLine)
                .toList();
    }

    private List<Panel> secondsByBatch() {
        return panel(
                "Time in the transformers for a batch",
                BATCH,
                "seconds",
                lines(
                        runs,
                        false,
                        this::plan,
                        BenchRun::batch,
                        run -> run.times().secondsTransformer()));
    }

    private List<Panel> secondsByDraft() {
        return panel(
                "Time in the transformers for a picture",
                DRAFTED,
                "seconds a picture",
                lines(
                        pairs,
                        false,
                        this::batch,
                        Panels::drafted,
                        run -> run.times().secondsTransformer() / run.batch()));
    }

    private List<Panel> memoryByBatch() {
        List<BenchRun> known =
                runs.stream().filter(run -> run.memory().peakRssBytes() != null).toList();
        List<Line> lines = new ArrayList<>(lines(known, false, this::plan, BenchRun::batch, Panels::peak));
        lines.addAll(lines(
                runs, true, this::plan, BenchRun::batch, run -> run.memory().kvBytes()));
        String title = known.isEmpty() ? "Keys and values (dashed)" : "Peak memory (solid), keys and values (dashed)";
        return panel(title, BATCH, "bytes", lines).stream().map(Panels::inUnits).toList();
    }

    private List<Panel> cacheByDraft() {
        return panel(
                        "Keys and values for a batch",
                        DRAFTED,
                        "bytes",
                        lines(
                                pairs,
                                false,
                                this::batch,
                                Panels::drafted,
                                run -> run.memory().kvBytes()))
                .stream()
                .map(Panels::inUnits)
                .toList();
    }

    private List<Panel> secondsByDepth() {
        return panel(
                "Time in the transformers for a picture",
                DEPTH,
                "seconds a picture",
                lines(
                        pairs,
                        false,
                        this::drafting,
                        Panels::depth,
                        run -> run.times().secondsTransformer() / run.batch()));
    }

    private List<Panel> memoryByDepth() {
        List<BenchRun> known = pairs.stream()
                .filter(run -> run.memory().peakRssBytes() != null)
                .toList();
        List<Line> lines = new ArrayList<>(lines(known, false, this::drafting, Panels::depth, Panels::peak));
        lines.addAll(lines(
                pairs, true, this::drafting, Panels::depth, run -> run.memory().kvBytes()));
        return panel("Peak memory (solid), keys and values (dashed)", DEPTH, "bytes", lines).stream()
                .map(Panels::inUnits)
                .toList();
    }

    private static double depth(BenchRun run) {
        return Objects.requireNonNull(run.drafterDepth());
    }

    private String drafting(BenchRun run) {
        return ifSeveral(run, BenchRun::device) + ifSeveral(run, BenchRun::precision) + "N = " + run.draftSteps()
                + ", batch " + run.batch();
    }

    private static double drafted(BenchRun run) {
        return Objects.requireNonNull(run.draftSteps());
    }

    private static double peak(BenchRun run) {
        return Objects.requireNonNull(run.memory().peakRssBytes());
    }

    private String plan(BenchRun run) {
        return ifSeveral(run, BenchRun::device) + ifSeveral(run, BenchRun::precision) + run.plan();
    }

    private String batch(BenchRun run) {
        return ifSeveral(run, BenchRun::device)
                + ifSeveral(run, BenchRun::precision)
                + ifSeveral(run, it -> "d" + it.drafterDepth())
                + "batch " + run.batch();
    }

    /** What all runs have in common needs no mention; what sets them apart comes first, where no legend cuts it off. */
    private String ifSeveral(BenchRun run, Function<BenchRun, String> property) {
        return runs.stream().map(property).distinct().count() > 1 ? property.apply(run) + " " : "";
    }

    private static List<Line> lines(
            List<BenchRun> runs,
            boolean dashed,
            Function<BenchRun, String> label,
            ToDoubleFunction<BenchRun> x,
            ToDoubleFunction<BenchRun> y) {
        Map<String, List<Point>> points = runs.stream()
                .collect(Collectors.groupingBy(
                        label,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                run -> new Point(x.applyAsDouble(run), y.applyAsDouble(run)), Collectors.toList())));
        return points.entrySet().stream()
                .map(line -> new Line(
                        line.getKey(),
                        dashed,
                        line.getValue().stream()
                                .sorted(Comparator.comparingDouble(Point::x))
                                .toList()))
                .toList();
    }

    private static List<Panel> panel(String title, String xTitle, String yTitle, List<Line> lines) {
        return lines.isEmpty() ? List.of() : List.of(new Panel(title, xTitle, yTitle, lines));
    }

    private static Panel inUnits(Panel panel) {
        double largest = panel.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(0);
        return largest >= GIGA ? panel.dividedBy(GIGA, "GB") : panel.dividedBy(MEGA, "MB");
    }
}
