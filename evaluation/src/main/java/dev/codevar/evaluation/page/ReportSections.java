package dev.codevar.evaluation.page;

import dev.codevar.evaluation.warning.OptionText;
import dev.codevar.report.html.Html;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The numbers and words of an evaluation's page, each part as markup. */
final class ReportSections {
    /** The scores that people ask for first. */
    private static final Set<String> KEY_FIGURES =
            Set.of("FID", "Fréchet distance", "IS", "Classifier's score", "Precision", "Recall");

    private ReportSections() {}

    static String lead(EvaluationReport report) {
        int reference = report.reference().count();
        return OptionText.counted(report.samples().count(), "picture") + " against "
                + (reference == 0 ? "" : OptionText.count(reference) + " of ")
                + report.reference().name();
    }

    static String warnings(EvaluationReport report) {
        List<String> lines = Stream.concat(report.warnings().stream(), report.scores().warnings().stream())
                .distinct()
                .toList();
        Html html = new Html();
        if (lines.isEmpty()) {
            return html.element("p", "Nothing suspicious was found in what was compared.", "class", "sound")
                    .toString();
        }
        html.open("section", "class", "warnings", "aria-labelledby", "warnings");
        html.element("h2", "Before you compare these numbers", "id", "warnings");
        html.open("ul");
        lines.forEach(line -> html.element("li", line).line());
        return html.close().close().toString();
    }

    static String figures(EvaluationReport report) {
        Html html = new Html().open("dl", "class", "figures");
        ScoreRow.of(report).stream()
                .filter(row -> KEY_FIGURES.contains(row.name()))
                .forEach(row -> {
                    html.open("div").element("dt", row.name()).open("dd");
                    html.element("span", row.value(), "class", "number");
                    html.element("span", row.spread().isEmpty() ? row.better() : row.spread(), "class", "note");
                    html.close().close().line();
                });
        return html.close().toString();
    }

    static String scores(EvaluationReport report) {
        Html html = new Html().table("scores", "Score", "Value", "What it says", "How it was computed");
        for (ScoreRow row : ScoreRow.of(report)) {
            html.row(row.name()).cell("value").element("span", row.value(), "class", "figure");
            if (!row.spread().isEmpty()) {
                html.text(" ").element("span", row.spread(), "class", "note");
            }
            html.close().cell("meaning").text(row.meaning() + " ").element("span", row.better(), "class", "note");
            html.close().cell("arithmetic").text(row.arithmetic()).close();
            html.close().line();
        }
        return html.close().close().toString();
    }

    static String compared(EvaluationReport report) {
        Html html = new Html().table("compared", "", "Samples", "Reference");
        for (ComparedRow row : ComparedRow.of(report.samples(), report.reference())) {
            html.row(row.name()).cell("side").text(row.samples()).close();
            html.cell("side").text(row.reference()).close().close().line();
        }
        return html.close().close().toString();
    }
}
