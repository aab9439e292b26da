package dev.codevar.evaluation.page;

import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.warning.OptionText;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.html.Html;
import java.util.Base64;
import java.util.Map;

/** The part of an evaluation's page that shows pictures. */
final class GridSection {
    /** Smaller pictures are shown larger than they are, pixel by pixel. */
    private static final int SMALL = 64;

    private GridSection() {}

    static String of(EvaluationReport report) {
        if (report.grids().isEmpty()) {
            return "";
        }
        Html html = new Html().open("section", "aria-labelledby", "pictures");
        html.element("h2", "Pictures", "id", "pictures");
        boolean small = report.grids().stream()
                .flatMap(grid -> grid.entries().stream())
                .allMatch(entry -> entry.picture().width() <= SMALL);
        html.open("div", "class", small ? "grids small" : "grids").line();
        report.grids().forEach(grid -> grid(html, grid));
        return html.close().close().toString();
    }

    private static void grid(Html html, PictureGrid grid) {
        html.open("figure").open("figcaption").element("b", grid.title());
        html.text(" " + OptionText.count(grid.entries().size()) + " of " + OptionText.count(grid.count())
                + ", at even distances");
        html.close().open("div", "class", "grid").line();
        for (PictureGrid.Entry entry : grid.entries()) {
            Picture shown = Thumbnail.of(entry.picture());
            String place = "picture " + OptionText.count(entry.position() + 1L);
            html.empty(
                    "img",
                    "src",
                    "data:image/png;base64," + Base64.getEncoder().encodeToString(PictureFiles.png(shown, Map.of())),
                    "width",
                    String.valueOf(shown.width()),
                    "height",
                    String.valueOf(shown.height()),
                    "alt",
                    grid.title() + ", " + place,
                    "title",
                    place);
            html.line();
        }
        html.close().close().line();
    }
}
