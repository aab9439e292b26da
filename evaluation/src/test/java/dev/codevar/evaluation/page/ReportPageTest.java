package dev.codevar.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.warning.Made;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ReportPageTest {
    private static final Scores SCORES = new Scores(
            3.94256, 6.14043, 215.837, 2.5, 0.8265, 0.5309, 0.00123456, 1.25, 0.75, 50_000, 10_000, List.of("a note"));
    private static final String HOSTILE = "<script>alert('&\"{{date}}\")</script>\u0001\ud800$1";

    @TempDir
    private Path folder;

    @Test
    void everyScoreIsShown() throws Exception {
        Document page = parsed(page("run.npz", SCORES, List.of()));
        assertThat(cells(table(page, "scores"), "th"))
                .containsSubsequence("FID", "sFID", "IS", "Precision", "Recall", "KID", "Density", "Coverage");
        String text = text(page);
        assertThat(text)
                .contains("3.9426", "6.1404", "215.837 ± 2.500", "0.8265", "0.5309", "0.001235", "1.2500", "0.7500")
                .contains("95%: 3.9000 to 3.9900")
                .contains("squared distances rounded to float16 as published", "mean of 100 subsets of 1,000")
                .contains("50,000 pictures against 10,000 of reference.npz")
                .contains("By the features of Inception.", "2026-01-02 · CoDe for Java 0.1.0");
    }

    @Test
    void unknownScoresAreLeftOut() throws Exception {
        Scores few = new Scores(2.5, null, null, null, null, null, null, null, null, 80, null, List.of());
        Document page = parsed(page("run.npz", few, List.of()));
        assertThat(cells(table(page, "scores"), "th")).contains("FID").doesNotContain("sFID", "IS", "Recall");
        assertThat(text(page)).doesNotContain("null");
    }

    /** What a model set's own classifier sees is no FID, and must not be compared with one. */
    @Test
    void scoresOfOtherNetworksHaveOtherNames() throws Exception {
        Scores own = new Scores(0.4, null, 9.5, 0.1, 0.7, 0.6, 0.001, 1.0, 0.75, 10_000, 10_000, List.of());
        Subject samples = new Subject("run", 10_000, 32, 32, false, Made.published());
        Path file = folder.resolve("own.html");
        ReportPage.write(file, report(false, samples, own, List.of(), new TreeMap<>(), List.of()));
        Document page = parsed(Files.readString(file));
        assertThat(cells(table(page, "scores"), "th"))
                .contains("Fréchet distance", "Classifier's score", "Kernel distance")
                .doesNotContain("FID", "IS", "KID");
        assertThat(text(page)).doesNotContain("Inception", "FID");
    }

    @Test
    void warningsComeBeforeTheScores() throws Exception {
        String html = page("run.npz", SCORES, List.of("first < all", "a note"));
        List<String> items = texts(parsed(html).getElementsByTagName("li"));
        assertThat(items).containsExactly("first < all", "a note");
        assertThat(html.indexOf("first &lt; all")).isLessThan(html.indexOf("3.9426"));
        Scores sound = new Scores(2.5, null, null, null, null, null, null, null, null, 80, null, List.of());
        assertThat(page("run.npz", sound, List.of())).contains("Nothing suspicious");
    }

    @Test
    void whatWasComparedIsShown() throws Exception {
        assertThat(rows(table(parsed(page("run.npz", SCORES, List.of())), "compared")))
                .contains(
                        List.of("Size", "256×256 pixels", "256×256 pixels"),
                        List.of("Statistics", "of these pictures", "stored with it"),
                        List.of("Plan", "d30:8,d16", "–"),
                        List.of("Temperature", "1.1 ×7, 1.0 ×3", "–"),
                        List.of("Classes", "1,000, 50 pictures of each", "–"),
                        List.of("Computed", "bfloat16 on cpu, 2 threads, batch 8", "–"),
                        List.of("Weights", "0123456789abcdef…", "–"));
    }

    @Test
    void namesCannotBecomeMarkup() throws Exception {
        SortedMap<String, Double> classes = new TreeMap<>();
        classes.put(HOSTILE, 1.0);
        PictureGrid grid = PictureGrid.of(HOSTILE, 1, i -> picture(2, 2));
        Document page = parsed(ReportPage.html(
                report(new Subject(HOSTILE, 1, 2, 2, false, null), SCORES, List.of(HOSTILE), classes, List.of(grid))));
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        String shown = "<script>alert('&\"{{date}}\")</script>\ufffd\ufffd$1";
        assertThat(texts(page.getElementsByTagName("h1"))).containsExactly(shown);
        assertThat(texts(page.getElementsByTagName("li"))).contains(shown);
        assertThat(cells(table(page, "classes"), "th")).contains(shown);
        assertThat(images(page).get(0).getAttribute("alt")).isEqualTo(shown + ", picture 1");
    }

    @Test
    void picturesAreThere() throws Exception {
        PictureGrid small = PictureGrid.of("Samples", 1000, i -> picture(32, i));
        PictureGrid large = PictureGrid.of("Reference", 3, i -> picture(512, i));
        List<Element> images = images(parsed(ReportPage.html(
                report(Made.samples(null), SCORES, List.of(), new TreeMap<>(), List.of(small, large)))));
        assertThat(images).hasSize(67);
        assertThat(decoded(images.get(1))).isEqualTo(picture(32, 15));
        assertThat(images.get(1).getAttribute("alt")).isEqualTo("Samples, picture 16");
        assertThat(decoded(images.get(64)).width()).isEqualTo(128);
        assertThat(images.get(64).getAttribute("width")).isEqualTo("128");
        assertThat(images).allSatisfy(image -> {
            assertThat(image.getAttribute("width"))
                    .isEqualTo(String.valueOf(decoded(image).width()));
            assertThat(image.getAttribute("height"))
                    .isEqualTo(String.valueOf(decoded(image).height()));
        });
    }

    @Test
    void largePicturesAreAveraged() {
        byte[] rgb = new byte[256 * 512 * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            int x = i / 3 % 256;
            int y = i / 3 / 256;
            rgb[i] = (byte) (x % 4 == 0 ? 255 : 0);
            rgb[i + 1] = (byte) y;
            rgb[i + 2] = (byte) 200;
        }
        Picture small = Thumbnail.of(new Picture(256, 512, rgb));
        assertThat(small.width()).isEqualTo(64);
        assertThat(small.height()).isEqualTo(128);
        assertThat(small.sample(5, 7, 0)).as("255 of every fourth column").isEqualTo(64);
        assertThat(small.sample(5, 7, 1)).as("the mean of 28 to 31").isEqualTo(30);
        assertThat(small.sample(63, 127, 2)).isEqualTo(200);
        Picture already = picture(128, 1);
        assertThat(Thumbnail.of(already)).isSameAs(already);
        assertThat(Thumbnail.of(picture(129, 1)).width()).isEqualTo(64);
    }

    @Test
    void theWorstClassComesFirst() throws Exception {
        SortedMap<String, Double> classes = new TreeMap<>();
        IntStream.range(0, 30).forEach(i -> classes.put("class" + i, (i * 7 % 30) / 2.0 - 0.5));
        Document page = parsed(ReportPage.html(report(Made.samples(null), SCORES, List.of(), classes, List.of())));
        List<String> distances = new ArrayList<>();
        List<String> bars = new ArrayList<>();
        NodeList rects = page.getElementsByTagName("rect");
        for (int i = 0; i < rects.getLength(); i++) {
            bars.add(((Element) rects.item(i)).getAttribute("width"));
            Element row =
                    (Element) rects.item(i).getParentNode().getParentNode().getParentNode();
            distances.add(row.getElementsByTagName("td").item(0).getTextContent());
        }
        assertThat(distances).hasSize(30).startsWith("14.000", "13.500").endsWith("0.000", "-0.500");
        assertThat(bars).startsWith("100.0", "96.4").endsWith("0.0", "0.0");
        assertThat(texts(page.getElementsByTagName("summary"))).containsExactly("All others, 10");
    }

    @Test
    void thePageNeedsNothingElse() {
        String html = page("run.npz", SCORES, List.of());
        assertThat(html.replace("xmlns=\"http://www.w3.org/1999/xhtml\"", "").replaceAll("base64,[^\"]*", ""))
                .doesNotContain("http:", "https:", "//", "<script", "<link", "@import", "url(", "{{");
        Stream.of("src=\"([^\"]{0,11})", "href=\"([^\"]*)")
                .forEach(pattern -> assertThat(
                                Pattern.compile(pattern).matcher(html).results().map(result -> result.group(1)))
                        .allMatch("data:image/"::equals));
    }

    @Test
    void theSameReportIsTheSameBytes() throws IOException {
        Path one = folder.resolve("one.html");
        Path other = folder.resolve("other.html");
        ReportPage.write(one, report("run.npz", SCORES, List.of("careful")));
        ReportPage.write(other, report("run.npz", SCORES, List.of("careful")));
        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(other));
        assertThat(Files.readString(one)).isEqualTo(page("run.npz", SCORES, List.of("careful")));
        assertThatThrownBy(() -> ReportPage.write(folder, report("run.npz", SCORES, List.of())))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("it is a folder");
    }

    private static String page(String name, Scores scores, List<String> warnings) {
        return ReportPage.html(report(name, scores, warnings));
    }

    private static EvaluationReport report(String name, Scores scores, List<String> warnings) {
        Subject samples = new Subject(name, 50_000, 256, 256, false, Made.published());
        PictureGrid grid = PictureGrid.of("Samples", 50_000, i -> picture(32, i));
        return report(samples, scores, warnings, new TreeMap<>(), List.of(grid));
    }

    private static EvaluationReport report(
            Subject samples,
            Scores scores,
            List<String> warnings,
            SortedMap<String, Double> classes,
            List<PictureGrid> grids) {
        return report(true, samples, scores, warnings, classes, grids);
    }

    private static EvaluationReport report(
            boolean inception,
            Subject samples,
            Scores scores,
            List<String> warnings,
            SortedMap<String, Double> classes,
            List<PictureGrid> grids) {
        return new EvaluationReport(
                samples,
                Made.reference(256),
                scores,
                Scoring.published(),
                new FrechetInterval(3.94256, 3.9, 3.99, 0.02),
                0.95,
                inception ? "Inception" : "the classifier of fashion32",
                inception,
                classes,
                warnings,
                grids,
                "2026-01-02",
                "0.1.0");
    }

    private static Picture picture(int side, int seed) {
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 31 + seed * 7);
        }
        return new Picture(side, side, rgb);
    }

    private static Document parsed(String html) throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static Picture decoded(Element image) {
        String prefix = "data:image/png;base64,";
        assertThat(image.getAttribute("src")).startsWith(prefix);
        byte[] png = Base64.getDecoder().decode(image.getAttribute("src").substring(prefix.length()));
        return PictureFiles.read(png, "image");
    }

    private static List<Element> images(Document page) {
        return elements(page.getElementsByTagName("img"));
    }

    private static Element table(Document page, String kind) {
        return elements(page.getElementsByTagName("table")).stream()
                .filter(table -> table.getAttribute("class").equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<List<String>> rows(Element table) {
        return elements(table.getElementsByTagName("tr")).stream()
                .map(row -> Stream.of("th", "td")
                        .flatMap(name -> cells(row, name).stream())
                        .toList())
                .toList();
    }

    private static List<String> cells(Element parent, String name) {
        return texts(parent.getElementsByTagName(name));
    }

    private static String text(Document page) {
        return page.getDocumentElement().getTextContent();
    }

    private static List<String> texts(NodeList nodes) {
        return elements(nodes).stream().map(Element::getTextContent).toList();
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }
}
