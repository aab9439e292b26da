package dev.codevar.evaluation.page;

import dev.codevar.file.WholeFile;
import dev.codevar.report.html.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An evaluation as one HTML file that needs nothing else: it opens without a network, and never asks for one. */
public final class ReportPage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String SKELETON = skeleton();

    private ReportPage() {}

    /**
     * Writes the page whole or not at all; what is there is replaced.
     *
     * @throws dev.codevar.fault.CodeVarException when it cannot be written
     */
    public static void write(Path file, EvaluationReport report) {
        WholeFile.write(file, html(report).getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the page, which is well-formed XML too; the same for the same report} */
    public static String html(EvaluationReport report) {
        Map<String, String> parts = Map.ofEntries(
                Map.entry("title", text(report.samples().name())),
                Map.entry("lead", text(ReportSections.lead(report))),
                Map.entry("warnings", ReportSections.warnings(report)),
                Map.entry("figures", ReportSections.figures(report)),
                Map.entry("grids", GridSection.of(report)),
                Map.entry("scores", ReportSections.scores(report)),
                Map.entry("network", text(report.network())),
                Map.entry("compared", ReportSections.compared(report)),
                Map.entry("classes", ClassSection.of(report)),
                Map.entry("date", text(report.date())),
                Map.entry("version", text(report.version())));
        // In one pass, so that what stands for a place in a name is not filled in.
        return PLACE.matcher(SKELETON)
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)))));
    }

    private static String text(String text) {
        return new Html().text(text).toString();
    }

    private static String skeleton() {
        try (InputStream in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
