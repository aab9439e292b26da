package dev.codevar.report.chart;

import dev.codevar.report.chart.Panel.Line;
import dev.codevar.report.chart.Panel.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a panel without its title. */
final class PanelPainter {
    static final Color INK = new Color(0x33, 0x33, 0x33);
    static final String FONT = Font.SANS_SERIF;

    /** Okabe and Ito's colours, which the colour-blind can tell apart; without the yellow, which is too pale for a line. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x00, 0x72, 0xB2),
            new Color(0xD5, 0x5E, 0x00),
            new Color(0x00, 0x9E, 0x73),
            new Color(0xCC, 0x79, 0xA7),
            new Color(0x56, 0xB4, 0xE9),
            new Color(0xE6, 0x9F, 0x00));

    /** Once all colours are used up, the next ones come with another marker. */
    private static final List<Marker> MARKERS =
            List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP);

    private static final Color GRID = new Color(0xE2, 0xE2, 0xE2);
    private static final float LINE_WIDTH = 2.5f;
    private static final float[] DASHES = {9, 7};
    private static final double HEADROOM = 1.08;
    private static final int LEGEND = 17;
    private static final int SMALL_LEGEND = 13;
    private static final int LONG_NAME = 20;
    private static final int NOTE = 15;
    /** Of the diagram's height. */
    private static final double NOTE_ABOVE = 0.035;

    private PanelPainter() {}

    static BufferedImage paint(Panel panel, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(panel.xTitle())
                .yAxisTitle(panel.yTitle())
                .build();
        style(chart.getStyler(), panel);
        List<String> labels = panel.lines().stream().map(Line::label).distinct().toList();
        panel.lines().forEach(line -> add(chart, panel, line, labels.indexOf(line.label())));
        panel.lines().forEach(line -> line.points().forEach(point -> addNote(chart, point, largest(panel))));
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static void add(XYChart chart, Panel panel, Line line, int index) {
        double[] x = line.points().stream().mapToDouble(Point::x).toArray();
        double[] y = line.points().stream().mapToDouble(Point::y).toArray();
        XYSeries series = chart.addSeries(line.dashed() ? line.label() + " (dashed)" : line.label(), x, y);
        Color colour = COLOURS.get(index % COLOURS.size());
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        series.setMarker(MARKERS.get(index / COLOURS.size() % MARKERS.size()));
        series.setLineStyle(line.dashed() ? dashed() : solid());
        series.setLabel(line.label());
        series.setShowInLegend(!line.dashed() || !panel.hasSolid(line.label()));
    }

    private static void addNote(XYChart chart, Point point, double largest) {
        if (!point.note().isEmpty()) {
            chart.addAnnotation(new AnnotationText(point.note(), point.x(), point.y() + NOTE_ABOVE * largest, false));
        }
    }

    private static BasicStroke solid() {
        return new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private static BasicStroke dashed() {
        return new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0);
    }

    private static void style(XYStyler styler, Panel panel) {
        styler.setLocale(Locale.ROOT);
        styler.setChartBackgroundColor(Color.WHITE).setChartFontColor(INK).setChartPadding(18);
        styler.setChartTitleVisible(false);
        styler.setLegendPosition(LegendPosition.OutsideE)
                .setLegendFont(new Font(FONT, Font.PLAIN, legendSize(panel)))
                .setLegendBorderColor(Color.WHITE)
                .setLegendSeriesLineLength(30)
                .setLegendPadding(10);
        styler.setPlotBackgroundColor(Color.WHITE).setPlotBorderVisible(false).setPlotContentSize(0.96);
        styler.setMarkerSize(9);
        styler.setAxisTitleFont(new Font(FONT, Font.PLAIN, 18)).setAxisTitlePadding(10);
        styler.setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 16)).setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(GRID).setPlotGridLinesColor(GRID).setPlotGridVerticalLinesVisible(false);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setXAxisTickMarkSpacingHint(60).setYAxisTickMarkSpacingHint(62);
        if (panel.lines().stream().flatMap(line -> line.points().stream()).allMatch(point -> isWhole(point.x()))) {
            styler.setXAxisTickLabelsFormattingFunction(PanelPainter::wholeNumber);
        } else {
            styler.setXAxisMin(0.0);
        }
        styler.setAnnotationTextFont(new Font(FONT, Font.PLAIN, NOTE)).setAnnotationTextFontColor(INK);
        styler.setYAxisMin(lowest(panel) * HEADROOM).setYAxisMax(Math.max(0, largest(panel)) * HEADROOM);
    }

    /** Smaller letters leave the diagram its room where plans have long names. */
    private static int legendSize(Panel panel) {
        boolean longNames = panel.lines().stream().anyMatch(line -> line.label().length() > LONG_NAME);
        return longNames ? SMALL_LEGEND : LEGEND;
    }

    /** Between two batches there is none. */
    private static String wholeNumber(double x) {
        return isWhole(x) ? String.format(Locale.ROOT, "%.0f", x) : "";
    }

    private static boolean isWhole(double x) {
        return x == Math.rint(x);
    }

    /** {@return the smallest value, or 0 where none is below} */
    private static double lowest(Panel panel) {
        return panel.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .reduce(0, Math::min);
    }

    private static double largest(Panel panel) {
        return panel.lines().stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(1);
    }
}
