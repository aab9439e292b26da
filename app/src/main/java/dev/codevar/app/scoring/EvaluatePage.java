package dev.codevar.app.scoring;

import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.page.EvaluationReport;
import dev.codevar.evaluation.page.ReportPage;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.models.ModelSet;
import dev.codevar.report.provenance.Program;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An evaluation as a page to show to others. */
final class EvaluatePage {
    private EvaluatePage() {}

    /**
     * Writes the page.
     *
     * @param set whose classes' names are shown; null for their numbers
     */
    static void write(Path file, Evaluated evaluated, @Nullable ModelSet set) {
        Subject reference = evaluated.reference();
        if (reference == null) {
            throw new IllegalArgumentException("nothing was compared");
        }
        SortedMap<String, Double> classes = new TreeMap<>();
        evaluated
                .perClass()
                .forEach((label, distance) ->
                        classes.put(set == null ? "class " + label : label + " " + set.className(label), distance));
        ReportPage.write(
                file,
                new EvaluationReport(
                        evaluated.samples(),
                        reference,
                        evaluated.scores(),
                        evaluated.scoring(),
                        evaluated.interval(),
                        Evaluation.CONFIDENCE,
                        evaluated.network(),
                        evaluated.inception(),
                        classes,
                        evaluated.warnings(),
                        evaluated.grids(),
                        LocalDate.now(ZoneId.systemDefault()).toString(),
                        Program.version()));
    }
}
