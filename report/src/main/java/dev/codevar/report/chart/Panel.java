package dev.codevar.report.chart;

import dev.codevar.fault.InvalidInputException;
import java.util.List;

/**
 * One diagram of a chart, before anything is drawn.
 *
 * @param title what it shows
 * @param xTitle what goes to the right, with its unit; where all are whole numbers, so are the marks
 * @param yTitle what goes up, with its unit; from 0, or from the smallest value below
 * @param lines the lines, at least one
 */
public record Panel(String title, String xTitle, String yTitle, List<Line> lines) {

    public Panel {
        lines = List.copyOf(lines);
        requireSome("a panel's lines", lines);
    }

    private static void requireSome(String what, List<?> values) {
        if (values.isEmpty()) {
            throw new InvalidInputException(what + ": at least one is needed, got none");
        }
    }

    /**
     * Points joined from left to right.
     *
     * @param label the line's name; two lines of one panel with the same name belong together, and have the same colour
     * @param dashed whether it is the second of two that belong together
     * @param points its points, at least one
     */
    public record Line(String label, boolean dashed, List<Point> points) {
        public Line {
            points = List.copyOf(points);
            requireSome("a line's points", points);
        }
    }

    /**
     * A measurement: at {@code x} it was {@code y}.
     *
     * @param note written beside the point; may be empty
     */
    public record Point(double x, double y, String note) {
        /** A point without a note. */
        public Point(double x, double y) {
            this(x, y, "");
        }
    }

    /** {@return whether there is more to see than single points} */
    public boolean hasLine() {
        return lines.stream().anyMatch(line -> line.points().size() > 1);
    }

    /** {@return whether of two lines that belong together the first is there: then the legend names that one alone} */
    boolean hasSolid(String label) {
        return lines.stream().anyMatch(line -> !line.dashed() && line.label().equals(label));
    }

    /** {@return the same with its values divided by {@code divisor}} */
    public Panel dividedBy(double divisor, String newYTitle) {
        return new Panel(
                title,
                xTitle,
                newYTitle,
                lines.stream()
                        .map(line -> new Line(
                                line.label(),
                                line.dashed(),
                                line.points().stream()
                                        .map(point -> new Point(point.x(), point.y() / divisor, point.note()))
                                        .toList()))
                        .toList());
    }
}
