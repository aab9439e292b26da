package dev.codevar.lab.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The numbers and words of an evaluation's page, each part as markup. */
final class ReportSections {
    /** The scores that people ask for first. */
    private static final Set<String> KEY_FIGURES = Set.of("FID", "IS", "Precision", "Recall");

    private ReportSections() {}

    static String lead(Report report) {
        int reference = report.reference().count();
        return OptionText.counted(report.samples().count(), "picture") + " against "
                + report.reference().name() + (reference == 0 ? "" : ", " + OptionText.count(reference));
    }

    static String warnings(Report report) {
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

    static String figures(Report report) {
        Html html = new Html().open("dl", "class", "figures");
        ScoreRow.of(report.scores(), report.scoring()).stream()
                .filter(row -> KEY_FIGURES.contains(row.name()))
                .forEach(row -> {
                    html.open("div").element("dt", row.name());
                    String[] parts = row.value().split(" ± ", 2);
                    html.open("dd").element("span", parts[0], "class", "number");
                    html.element("span", note(report, row, parts), "class", "note");
                    html.close().close().line();
                });
        return html.close().toString();
    }

    private static String note(Report report, ScoreRow row, String... parts) {
        return row.name().equals("FID") && report.interval() != null
                ? interval(report)
                : parts.length > 1 ? "± " + parts[1] : row.better();
    }

    private static String interval(Report report) {
        return report.interval() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.4f to %.4f (%.4g %%)",
                        report.interval().low(),
                        report.interval().high(),
                        100 * report.confidence());
    }

    static String scores(Report report) {
        Html html = new Html().open("table", "class", "scores").open("thead").open("tr");
        Stream.of("Score", "Value", "What it says", "How it was computed")
                .forEach(name -> html.element("th", name, "scope", "col"));
        html.close().close().open("tbody").line();
        for (ScoreRow row : ScoreRow.of(report.scores(), report.scoring())) {
            html.open("tr").element("th", row.name(), "scope", "row");
            html.open("td", "class", "value").element("span", row.value(), "class", "figure");
            if (row.name().equals("FID") && report.interval() != null) {
                html.element("span", interval(report), "class", "note");
            }
            html.close().open("td").text(row.meaning() + " ").element("span", row.better(), "class", "note");
            html.close()
                    .element("td", row.arithmetic(), "class", "arithmetic")
                    .close()
                    .line();
        }
        return html.close().close().toString();
    }

    static String compared(Report report) {
        Html html = new Html().open("table", "class", "compared").open("thead").open("tr");
        html.element("td", "");
        Stream.of("Samples", "Reference").forEach(name -> html.element("th", name, "scope", "col"));
        html.close().close().open("tbody").line();
        for (ComparedRow row : ComparedRow.of(report.samples(), report.reference())) {
            html.open("tr").element("th", row.name(), "scope", "row");
            html.element("td", row.samples()).element("td", row.reference());
            html.close().line();
        }
        return html.close().close().toString();
    }
}
