package dev.codevar.measure.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.measure.speed.BenchSamples;
import dev.codevar.report.chart.Panel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SweepReportTest {
    private static final int BATCH = 4;

    private static SweepPoint point(String name, PlanKind kind, int n, double distance, double secondsOfBatch) {
        return point(name, kind, n, distance, 0.1, secondsOfBatch);
    }

    private static SweepPoint point(
            String name, PlanKind kind, int n, double distance, @Nullable Double interval, double secondsOfBatch) {
        Scores scores =
                new Scores(distance, null, null, null, 0.7, 0.6, null, null, null, 1000, 10000, List.of("a warning"));
        return new SweepPoint(
                name,
                kind,
                n,
                scores,
                interval == null ? null : Double.valueOf(distance - interval),
                interval == null ? null : Double.valueOf(distance + interval),
                0.9,
                BenchSamples.run(n, BATCH, secondsOfBatch, null, 1_000_000));
    }

    private static SweepReport report() {
        return new SweepReport(
                "set",
                "a network",
                BenchSamples.MACHINE,
                List.of(
                        point("var", PlanKind.ALONE, 10, 1.5, 8),
                        point("small", PlanKind.ALONE, 10, 3.5, 1),
                        point("free-8", PlanKind.TRAINING_FREE, 8, 1.75, 4),
                        point("free-6", PlanKind.TRAINING_FREE, 6, 2.25, 2),
                        point("tuned-6", PlanKind.FINE_TUNED, 6, 1.875, 2)));
    }

    @Test
    void varIsTheSlowestModelAlone() {
        SweepReport report = report();
        assertThat(report.var()).map(SweepPoint::name).contains("var");
        assertThat(report.points())
                .extracting(point -> report.speedUp(point).orElseThrow())
                .containsExactly(1.0, 8.0, 2.0, 4.0, 4.0);
    }

    @Test
    void withoutAModelAloneThereIsNothingToCompareWith() {
        SweepPoint only = report().points().get(2);
        SweepReport report = new SweepReport("set", "a network", BenchSamples.MACHINE, List.of(only));
        assertThat(report.speedUp(only)).isEmpty();
        assertThat(SweepTable.of(report)).contains("free-8", "–");
    }

    @Test
    void curvesOfPairsEndInVar() {
        Panel byTime = SweepChart.panels(report()).get(0);
        assertThat(byTime.lines())
                .extracting(Panel.Line::label)
                .containsExactly("CoDe, fine-tuned", "CoDe, training-free", "var", "small");
        assertThat(byTime.lines().get(1).points())
                .containsExactly(
                        new Panel.Point(500, 2.25, "N=6"),
                        new Panel.Point(1000, 1.75, "N=8"),
                        new Panel.Point(2000, 1.5));
        Panel byDraft = SweepChart.panels(report()).get(1);
        assertThat(byDraft.lines().get(0).points())
                .containsExactly(new Panel.Point(6, 1.875), new Panel.Point(10, 1.5));
    }

    @Test
    void theChartIsAPicture() throws IOException {
        assertThat(ImageIO.read(new ByteArrayInputStream(SweepChart.png(report()))))
                .isNotNull();
    }

    @Test
    void theTableHasARowForEachPlan() {
        String table = SweepTable.of(report());
        assertThat(table)
                .contains("1000 pictures a plan, against 10000 real ones, by a network")
                .containsPattern(
                        "free-6 +CoDe, training-free +6 +2\\.250 ± 0\\.100 +0\\.700 +0\\.600 +0\\.900 +500 +250 .*4\\.00");
    }

    /** Of few pictures there is no interval, and what else is to beware of is said once for all plans. */
    @Test
    void theTableSaysHowLittleItKnows() {
        assertThat(SweepTable.of(report())).containsOnlyOnce("note: a warning\n");
        SweepPoint few = point("few", PlanKind.ALONE, 10, 30.5, null, 8);
        assertThat(SweepTable.of(new SweepReport("set", "a network", BenchSamples.MACHINE, List.of(few))))
                .contains(" 30.500 ± ? ", "? where there are too few pictures for one");
    }

    @Test
    void programsGetEveryNumber() throws IOException {
        JsonNode json = new ObjectMapper().readTree(report().toJson());
        JsonNode point = json.path("points").path(3);
        assertThat(point.path("name").asText()).isEqualTo("free-6");
        assertThat(point.path("kind").asText()).isEqualTo("CoDe, training-free");
        assertThat(point.path("draft_steps").asInt()).isEqualTo(6);
        assertThat(point.path("fid").asDouble()).isEqualTo(2.25);
        assertThat(point.path("precision").asDouble()).isEqualTo(0.7);
        assertThat(point.path("class_accuracy").asDouble()).isEqualTo(0.9);
        assertThat(point.has("sfid")).isFalse();
        assertThat(point.path("speed").path("seconds_transformer").asDouble()).isEqualTo(2);
        assertThat(json.path("machine").path("processor").asText()).isEqualTo("Abacus 9000");
    }
}
