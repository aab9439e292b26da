package dev.codevar.evaluation.page;

import dev.codevar.evaluation.warning.OptionText;
import dev.codevar.report.html.Html;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The part of an evaluation's page that shows the distance of every class. */
final class ClassSection {
    /** A page of 1000 classes begins with as many. */
    private static final int FIRST = 20;

    private static final int BAR = 100;

    private ClassSection() {}

    static String of(EvaluationReport report) {
        if (report.classes().isEmpty()) {
            return "";
        }
        List<Map.Entry<String, Double>> worstFirst = report.classes().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList();
        int first = Math.min(FIRST, worstFirst.size());
        double largest = worstFirst.get(0).getValue();
        Html html = new Html().open("section", "aria-labelledby", "classes");
        html.element("h2", "Class by class", "id", "classes");
        html.element(
                "p",
                "The Fréchet distance of every class by itself, the worst first. Classes compare with each other, not with"
                        + " the whole set's: few pictures make every distance larger.",
                "class",
                "about");
        table(html, worstFirst.subList(0, first), largest);
        if (first < worstFirst.size()) {
            html.open("details").element("summary", "All others, " + OptionText.count(worstFirst.size() - first));
            table(html, worstFirst.subList(first, worstFirst.size()), largest);
            html.close();
        }
        return html.close().toString();
    }

    private static void table(Html html, List<Map.Entry<String, Double>> rows, double largest) {
        html.table("classes", "Class", "Distance", "");
        for (Map.Entry<String, Double> row : rows) {
            double length = largest > 0 ? Math.max(0, BAR * row.getValue() / largest) : 0;
            html.row(row.getKey()).cell("value").text(String.format(Locale.ROOT, "%.3f", row.getValue()));
            html.close().cell("bar");
            html.open("svg", "viewBox", "0 0 " + BAR + " 1", "preserveAspectRatio", "none", "aria-hidden", "true");
            html.empty("rect", "width", String.format(Locale.ROOT, "%.1f", length), "height", "1");
            html.close().close().close().line();
        }
        html.close().close();
    }
}
