package dev.codevar.measure.speed;

import dev.codevar.report.chart.ChartSheet;
import dev.codevar.report.chart.Panel;
import java.util.List;
import java.util.Optional;

/** Shows a report as a picture of its diagrams, under the machine's name. */
public final class BenchChart {

    private BenchChart() {}

    /**
     * @param report needs two batch sizes, or two numbers of drafted scales, for a line to be drawn
     * @return a PNG, or nothing where there are only single points
     */
    public static Optional<byte[]> png(BenchReport report) {
        List<Panel> panels = Panels.of(report);
        if (panels.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ChartSheet.png(
                "CoDe for Java: whole decodes",
                report.machine().line(),
                "Ceilings: " + report.ceilings().ceilings().line(),
                panels));
    }
}
