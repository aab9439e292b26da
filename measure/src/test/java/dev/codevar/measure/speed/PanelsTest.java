package dev.codevar.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.report.chart.Panel;
import dev.codevar.report.chart.Panel.Line;
import dev.codevar.report.chart.Panel.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelsTest {

    @Test
    void linesGoByPlanOrByBatch() {
        List<Panel> panels = Panels.of(report(
                BenchSamples.run(10, 4, 20, 8_000_000_000L, 2_000_000_000L),
                BenchSamples.run(10, 1, 6, 6_000_000_000L, 500_000_000L),
                BenchSamples.run(8, 4, 10, 7_000_000_000L, 1_000_000_000L)));

        assertThat(panels).hasSize(4);
        assertThat(panels.get(0).lines())
                .containsExactly(
                        new Line("d30", false, List.of(new Point(1, 6), new Point(4, 20))),
                        new Line("d30:8,d16", false, List.of(new Point(4, 10))));
        assertThat(panels.get(1).lines())
                .containsExactly(
                        new Line("batch 4", false, List.of(new Point(8, 2.5), new Point(10, 5))),
                        new Line("batch 1", false, List.of(new Point(10, 6))));
        assertThat(panels.get(2).yTitle()).isEqualTo("GB");
        assertThat(panels.get(2).lines())
                .containsExactly(
                        new Line("d30", false, List.of(new Point(1, 6), new Point(4, 8))),
                        new Line("d30:8,d16", false, List.of(new Point(4, 7))),
                        new Line("d30", true, List.of(new Point(1, 0.5), new Point(4, 2))),
                        new Line("d30:8,d16", true, List.of(new Point(4, 1))));
        assertThat(panels.get(3).lines())
                .containsExactly(
                        new Line("batch 4", false, List.of(new Point(8, 1), new Point(10, 2))),
                        new Line("batch 1", false, List.of(new Point(10, 0.5))));
    }

    @Test
    void draftersOfSeveralDepthsAreComparedByDepth() {
        List<Panel> panels = Panels.of(report(
                BenchSamples.alone(30, 2, 20, 8_000_000_000L, 2_000_000_000L),
                BenchSamples.alone(16, 2, 5, 2_000_000_000L, 1_000_000_000L)));

        assertThat(panels).hasSize(2);
        assertThat(panels).extracting(Panel::xTitle).containsOnly("depth of the drafter");
        assertThat(panels.get(0).lines())
                .containsExactly(new Line("N = 10, batch 2", false, List.of(new Point(16, 2.5), new Point(30, 10))));
        assertThat(panels.get(1).lines())
                .containsExactly(
                        new Line("N = 10, batch 2", false, List.of(new Point(16, 2), new Point(30, 8))),
                        new Line("N = 10, batch 2", true, List.of(new Point(16, 1), new Point(30, 2))));
    }

    /** Each drafter is VAR for its own pairs. */
    @Test
    void draftersOfOtherDepthsAreNotComparedWith() {
        BenchReport report = report(
                BenchSamples.alone(16, 2, 5, 1, 1),
                BenchSamples.run(8, 2, 10, null, 1),
                BenchSamples.alone(30, 2, 20, 1, 1));
        assertThat(report.runs()).extracting(run -> run.againstVar().speedUp()).containsExactly(1.0, 2.0, 1.0);
    }

    @Test
    void singlePointsMakeNoPanel() {
        List<Panel> byDraft =
                Panels.of(report(BenchSamples.run(10, 4, 20, null, 2), BenchSamples.run(8, 4, 10, null, 1)));
        assertThat(byDraft)
                .extracting(Panel::title)
                .containsExactly("Time in the transformers for a picture", "Keys and values for a batch");
        assertThat(byDraft.get(1).yTitle()).isEqualTo("MB");
        assertThat(Panels.of(report(BenchSamples.run(10, 4, 20, null, 2)))).isEmpty();
    }

    @Test
    void withoutPeaksThereIsStillTheCache() {
        List<Panel> byBatch =
                Panels.of(report(BenchSamples.run(10, 4, 20, null, 2), BenchSamples.run(10, 1, 10, null, 1)));
        assertThat(byBatch)
                .extracting(Panel::title)
                .containsExactly("Time in the transformers for a batch", "Keys and values (dashed)");
    }

    private static BenchReport report(BenchRun... runs) {
        return new BenchReport(BenchSamples.MACHINE, BenchSamples.CEILINGS, List.of(runs));
    }
}
