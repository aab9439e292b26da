package dev.codevar.lab.bench;

import java.util.List;

/**
 * One diagram of a chart, before anything is drawn.
 *
 * @param title what it shows
 * @param xTitle what goes to the right, whole numbers
 * @param yTitle what goes up, with its unit; from 0
 * @param lines the lines, at least one
 */
record Panel(String title, String xTitle, String yTitle, List<Line> lines) {

    Panel {
        lines = List.copyOf(lines);
        Checks.notEmpty("a panel's lines", lines);
    }

    /**
     * Points joined from left to right.
     *
     * @param label the line's name; two lines of one panel with the same name belong together, and have the same colour
     * @param dashed whether it is the second of two that belong together
     * @param points its points, at least one
     */
    record Line(String label, boolean dashed, List<Point> points) {
        Line {
            points = List.copyOf(points);
            Checks.notEmpty("a line's points", points);
        }
    }

    /** A measurement: at {@code x} it was {@code y}. */
    record Point(double x, double y) {}

    /** {@return whether there is more to see than single points} */
    boolean hasLine() {
        return lines.stream().anyMatch(line -> line.points().size() > 1);
    }

    /** {@return whether of two lines that belong together the first is there: then the legend names that one alone} */
    boolean hasSolid(String label) {
        return lines.stream().anyMatch(line -> !line.dashed() && line.label().equals(label));
    }

    /** {@return the same with its values divided by {@code divisor}} */
    Panel dividedBy(double divisor, String newYTitle) {
        return new Panel(
                title,
                xTitle,
                newYTitle,
                lines.stream()
                        .map(line -> new Line(
                                line.label(),
                                line.dashed(),
                                line.points().stream()
                                        .map(point -> new Point(point.x(), point.y() / divisor))
                                        .toList()))
                        .toList());
    }
}
