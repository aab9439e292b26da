package dev.codevar.measure.sweep;

import dev.codevar.report.chart.ChartSheet;
import dev.codevar.report.chart.Panel;
import dev.codevar.report.chart.Panel.Line;
import dev.codevar.report.chart.Panel.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Draws CoDe's trade: the score against the time, and against the number of drafted scales. */
public final class SweepChart {
    private static final String DISTANCE = "Fréchet distance (less is better)";

    private SweepChart() {}

    /** {@return a PNG} */
    public static byte[] png(SweepReport report) {
        SweepPoint first = report.points().get(0);
        return ChartSheet.png(
                "CoDe for Java: score against speed, " + report.model(),
                report.machine().line(),
                first.scores().countSamples() + " pictures a plan, by " + report.network() + "; time in batches of "
                        + first.speed().batch(),
                panels(report));
    }

    static List<Panel> panels(SweepReport report) {
        return List.of(
                new Panel(
                        "Score against time",
                        "milliseconds a picture, in the transformers",
                        DISTANCE,
                        lines(report, SweepPoint::millisecondsPerPicture, true)),
                new Panel(
                        "Score against drafted scales",
                        "N, scales that the first model makes",
                        DISTANCE,
                        lines(report, SweepPoint::draftSteps, false)));
    }

    /** VAR ends every curve of pairs: it is the drafter making all scales. Models alone are points. */
    private static List<Line> lines(SweepReport report, ToDoubleFunction<SweepPoint> x, boolean notes) {
        List<Line> lines = new ArrayList<>();
        for (PlanKind kind : List.of(PlanKind.FINE_TUNED, PlanKind.TRAINING_FREE)) {
            List<SweepPoint> own = of(report, kind);
            if (!own.isEmpty()) {
                List<Point> points = Stream.concat(own.stream(), report.var().stream())
                        .sorted(Comparator.comparing(SweepPoint::draftSteps))
                        .map(point -> new Point(
                                x.applyAsDouble(point),
                                point.distance(),
                                notes && point.kind() == kind ? "N=" + point.draftSteps() : ""))
                        .toList();
                lines.add(new Line(kind.label(), false, points));
            }
        }
        for (SweepPoint point : report.points()) {
            if (point.kind() == PlanKind.ALONE || point.kind() == PlanKind.CHAIN) {
                lines.add(new Line(point.name(), false, List.of(new Point(x.applyAsDouble(point), point.distance()))));
            }
        }
        return lines;
    }

    private static List<SweepPoint> of(SweepReport report, PlanKind kind) {
        return report.points().stream().filter(point -> point.kind() == kind).toList();
    }
}
