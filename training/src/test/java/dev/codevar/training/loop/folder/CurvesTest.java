package dev.codevar.training.loop.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.chart.Panel.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is drawn of a log. */
class CurvesTest {
    private static Entry entry(int step, String kind, String name, double value) {
        return new Entry(step, 0, kind, Map.of(name, value));
    }

    @Test
    void longLinesAreSmoothedByMeans() {
        List<Point> points = new ArrayList<>();
        for (int i = 1; i <= 120; i++) {
            points.add(new Point(10 * i, i % 2 == 0 ? 3 : 1));
        }
        List<Point> smoothed = Curves.smoothed(points);
        assertThat(smoothed).hasSize(60).allMatch(point -> point.y() == 2);
        assertThat(smoothed.get(0).x()).isEqualTo(20);
        assertThat(smoothed.get(59).x()).isEqualTo(1200);
        assertThat(Curves.smoothed(points.subList(0, 60))).isEqualTo(points.subList(0, 60));
    }

    @Test
    void curvesHaveAPanelForEveryNumberAndOneForAllScales() {
        Curves curves = new Curves();
        assertThat(curves.png("title", "about")).as("nothing to draw").isEmpty();
        curves.add(entry(1, Entry.TRAINING, "odd", Double.NaN));
        curves.add(entry(1, Entry.TRAINING, "zero", 0));
        assertThat(curves.png("title", "about")).as("still nothing").isEmpty();
        for (int step = 1; step <= 100; step++) {
            curves.add(entry(step, Entry.TRAINING, "loss", 1.0 / step));
        }
        curves.add(entry(100, Entry.VALIDATION, "loss", 0.5));
        assertThat(panels(curves)).isEqualTo(1);
        for (int scale = 1; scale <= 10; scale++) {
            curves.add(entry(1, Entry.TRAINING, "scale " + scale + " accuracy", 0.1 * scale));
            curves.add(entry(1, Entry.VALIDATION, "scale " + scale + " accuracy", 0.05 * scale));
        }
        assertThat(panels(curves)).isEqualTo(2);
        curves.add(entry(1, Entry.TRAINING, "gradient norm", 3));
        assertThat(panels(curves)).isEqualTo(4);
        curves.add(entry(1, Entry.TRAINING, "D(real)", 0.5));
        curves.add(entry(1, Entry.TRAINING, "D(made)", -0.5));
        assertThat(panels(curves)).as("numbers below 0 have one too").isEqualTo(6);
    }

    /** {@return how many places for panels the sheet has, two in a row, each of 960 times 600 under 132 of text} */
    private static int panels(Curves curves) {
        Picture sheet = PictureFiles.read(curves.png("title", "about"), "curves");
        return sheet.width() / 960 * ((sheet.height() - 132) / 600);
    }
}
