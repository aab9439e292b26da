package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.chart.Panel.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Means, log, curves and pace, each by itself. */
class ReportsTest {
    @TempDir
    Path folder;

    private static Entry entry(int step, String kind, String name, double value) {
        return new Entry(step, 0, kind, Map.of(name, value));
    }

    @Test
    void meansGoOnFromWhatWasKept() {
        LogMeans tally = new LogMeans();
        tally.add(Map.of("loss", 1.0));
        tally.add(Map.of("loss", 2.0, "accuracy", 0.1));
        LogMeans other = new LogMeans();
        other.restore(tally.toJson());
        other.add(Map.of("loss", Double.NaN, "accuracy", 0.2));
        LogMeans third = new LogMeans();
        third.restore(other.toJson());
        assertThat(other.means()).containsEntry("loss", Double.NaN);
        assertThat(third.means()).isEqualTo(other.means());
        assertThat(third.means().get("accuracy")).isCloseTo(0.15, within(1e-15));
        third.clear();
        assertThat(third.means()).isEmpty();
        assertThatThrownBy(() -> third.restore("loss")).isInstanceOf(CodeVarException.class);
    }

    @Test
    void linesAreWrittenAsOneWouldExpectAndReadBack() throws IOException {
        Path file = folder.resolve("log.jsonl");
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", 0.1);
        values.put("worst", Double.POSITIVE_INFINITY);
        Entry first = new Entry(3, 0, Entry.TRAINING, values);
        Entry second = entry(4, Entry.VALIDATION, "loss", 1e-9);
        try (TrainingLog log = TrainingLog.open(file)) {
            assertThat(log.keepUpTo(0)).isEmpty();
            log.add(first);
            log.add(second);
            log.force();
        }
        assertThat(file).hasContent("""
                {"step":3,"epoch":0,"training":{"loss":0.1,"worst":"Infinity"}}
                {"step":4,"epoch":0,"validation":{"loss":1.0E-9}}
                """);
        try (TrainingLog log = TrainingLog.open(file)) {
            assertThat(log.keepUpTo(4)).containsExactly(first, second);
            assertThat(log.keepUpTo(3)).containsExactly(first);
            log.add(entry(5, Entry.TRAINING, "größe", 2));
        }
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .last()
                .isEqualTo("{\"step\":5,\"epoch\":0,\"training\":{\"größe\":2.0}}");
    }

    @Test
    void aLineThatIsNotUnderstoodIsShown() throws IOException {
        Path file = folder.resolve("log.jsonl");
        for (String broken :
                List.of("hello", "{\"step\":1}", "{\"training\":{}}", "{\"step\":1,\"epoch\":0,\"training\":[1]}")) {
            Files.writeString(file, broken + "\n");
            try (TrainingLog log = TrainingLog.open(file)) {
                assertThatThrownBy(() -> log.keepUpTo(9))
                        .isInstanceOf(CodeVarException.class)
                        .hasMessage(file + " has a line that is not understood: " + broken);
            }
        }
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

    @Test
    void paceIsOfTheStepsAndTheTimeLeftOfEverything() {
        AtomicLong nanos = new AtomicLong(5);
        Pace pace = new Pace(nanos::get, 6);
        assertThat(pace.step(() -> nanos.addAndGet(2_000_000_000L))).isEqualTo(2_000_000_005L);
        assertThat(pace.examplesPerSecond()).isEqualTo(3);
        nanos.addAndGet(4_000_000_000L);
        assertThat(pace.examplesPerSecond())
                .as("what is between steps does not count")
                .isEqualTo(3);
        assertThat(pace.secondsFor(10)).isEqualTo(60);
        pace.step(() -> nanos.addAndGet(4_000_000_000L));
        assertThat(pace.secondsFor(4)).isEqualTo(20);
        assertThat(pace.examplesPerSecond()).isCloseTo(6 / 2.2, within(1e-12));
    }
}
