package dev.codevar.training.loop.folder;

import dev.codevar.report.chart.ChartSheet;
import dev.codevar.report.chart.Panel;
import dev.codevar.report.chart.Panel.Line;
import dev.codevar.report.chart.Panel.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A training's log as a sheet of diagrams: one for each number, with training and validation in it, or with a line for each scale. */
final class Curves {
    private static final Pattern OF_SCALE = Pattern.compile("(scale \\d+) (.+)");
    /** A line of more points is smoothed: each then is the mean of its neighbours. */
    private static final int MOST_POINTS = 60;

    private static final double SMALL = 0.01;
    private static final double MILLIONTH = 1e-6;

    private final Map<Place, List<Point>> points = new LinkedHashMap<>();

    /** A line, and the diagram that it is in. */
    private record Place(String panel, String line, boolean dashed) {}

    void add(Entry entry) {
        boolean validation = entry.kind().equals(Entry.VALIDATION);
        entry.values().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                Matcher ofScale = OF_SCALE.matcher(name);
                Place place = ofScale.matches()
                        ? new Place(ofScale.group(2) + " of every scale", ofScale.group(1), validation)
                        : new Place(name, entry.kind(), false);
                points.computeIfAbsent(place, unknown -> new ArrayList<>()).add(new Point(entry.step(), value));
            }
        });
    }

    /** {@return the sheet as a PNG, or an empty array where there is nothing to show} */
    byte[] png(String title, String about) {
        Map<String, List<Line>> panels = new LinkedHashMap<>();
        points.forEach((place, all) -> {
            if (all.stream().anyMatch(point -> point.y() != 0)) {
                panels.computeIfAbsent(place.panel(), unknown -> new ArrayList<>())
                        .add(new Line(place.line(), place.dashed(), smoothed(all)));
            }
        });
        List<Panel> sheet = new ArrayList<>();
        panels.forEach((name, lines) -> sheet.add(readable(new Panel(name, "steps", name, lines))));
        String more =
                "Points are means over the steps before them. Dashed: held-out data, where training has a line of its own.";
        return sheet.isEmpty() ? new byte[0] : ChartSheet.png(title, about, more, sheet);
    }

    /** In millionths where the axis would have no room for all the zeros. */
    private static Panel readable(Panel panel) {
        boolean small = panel.lines().stream()
                .flatMap(line -> line.points().stream())
                .allMatch(point -> Math.abs(point.y()) < SMALL);
        return small ? panel.dividedBy(MILLIONTH, panel.yTitle() + ", millionths") : panel;
    }

    /** {@return at most so many points, each the mean of as many neighbours, at the last one's step} */
    static List<Point> smoothed(List<Point> all) {
        int together = (all.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Point> means = new ArrayList<>();
        for (int from = 0; from < all.size(); from += together) {
            List<Point> some = all.subList(from, Math.min(all.size(), from + together));
            double mean = some.stream().mapToDouble(Point::y).average().orElseThrow();
            means.add(new Point(some.get(some.size() - 1).x(), mean));
        }
        return means;
    }
}
