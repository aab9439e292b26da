package dev.codevar.app.drawing;

import static dev.codevar.app.Cli.FASHION32;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.CoDe;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import dev.codevar.app.Cli;
import dev.codevar.app.Cli.Done;
import dev.codevar.picture.ContactSheet;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Program;
import dev.codevar.report.provenance.Provenance;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateCommandTest {
    @TempDir
    Path folder;

    @Test
    void makesALabelledSheetThatSaysHowItWasMade() {
        Path file = folder.resolve("sheet.png");
        Done result = Cli.run("generate", "-m", FASHION32, "--out", file, "--seed", 9);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .contains("wrote " + file)
                .contains("10 pictures of fashion32")
                .contains("plan drafter3:3,refiner3");
        Picture sheet = PictureFiles.read(file);
        assertThat(sheet.width()).isGreaterThan(5 * 96);
        assertThat(PictureFiles.text(file))
                .containsEntry("Model", FASHION32.toString())
                .containsEntry("Seed", "9")
                .containsKeys("Software", "Plan", "codevar");
    }

    @Test
    void aSinglePictureIsThatPictureAlone() {
        Path file = folder.resolve("one.png");
        assertThat(Cli.run("generate", "-m", FASHION32, "-o", file, "-c", "ankle")
                        .code())
                .isZero();
        assertThat(PictureFiles.read(file).width()).isEqualTo(32);
        assertThat(PictureFiles.text(file)).containsEntry("Class", "9 Ankle boot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"per-picture", "reference"})
    void likeMakesTheSamePicturesAgain(String rng) throws IOException {
        Path first = folder.resolve("first");
        String[] options = {
            "generate",
            "-m",
            FASHION32.toString(),
            "--rng",
            rng,
            "--precision",
            "float32",
            "-n",
            "5",
            "--batch",
            "2",
            "--cfg",
            "3",
            "--top-k",
            "100",
            "--top-p",
            "0.9",
            "--temperature",
            "1.1,1,1,1,1,0.9",
            "--plan",
            "large:3,small",
            "--more-smooth",
            "--seed",
            "-5"
        };
        Done separate = Cli.run(Stream.concat(Stream.of(options), Stream.of("--separate", "--out", first.toString()))
                .toArray());
        assertThat(separate.err()).isEmpty();
        List<Path> files;
        try (Stream<Path> list = Files.list(first)) {
            files = list.sorted().toList();
        }
        assertThat(files).hasSize(5);
        for (Path file : files) {
            Path again = folder.resolve("again.png");
            assertThat(Cli.run("generate", "--like", file, "--out", again).err())
                    .isEmpty();
            assertThat(PictureFiles.read(again)).isEqualTo(PictureFiles.read(file));
        }
        Path sheet = folder.resolve("sheet.png");
        Path sheetAgain = folder.resolve("sheet-again.png");
        Cli.run(Stream.concat(Stream.of(options), Stream.of("--out", sheet.toString()))
                .toArray());
        assertThat(Cli.run("generate", "--like", sheet, "--out", sheetAgain).code())
                .isZero();
        assertThat(Files.readAllBytes(sheetAgain)).isEqualTo(Files.readAllBytes(sheet));
    }

    @Test
    void likeComputesWithAsManyThreadsAsThen() throws IOException {
        Path one = folder.resolve("one.png");
        Path again = folder.resolve("again.png");
        Cli.run("generate", "-m", FASHION32, "-o", one, "--threads", 1).succeeds();
        Cli.run("generate", "-m", FASHION32, "-o", folder.resolve("two.png"), "--threads", 2)
                .succeeds();
        Cli.run("generate", "--like", one, "-o", again).succeeds();
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(one));
    }

    /** Each time one thing of a picture's text is changed, as if it had been made otherwise. */
    @Test
    @Tag("slow")
    void likeSaysWhatDiffersFromThen() {
        Path made = folder.resolve("made.png");
        Path again = folder.resolve("again.png");
        Cli.run("generate", "-m", FASHION32, "-n", 1, "-o", made, "--threads", 1, "--precision", "float32")
                .succeeds();
        Map<String, String> text = PictureFiles.text(made);
        assertThat(text.get("codevar-weights")).matches("[0-9a-f]{64}");
        assertThat(text.get("codevar-kernels")).startsWith(System.getProperty("os.arch"));
        Cli.run("generate", "--like", made, "-o", again).succeeds();

        assertThat(again(text, "codevar-weights", "0123456789abcdef"))
                .contains("was made with other weights of the models (01234567, now ", "): another picture comes out");
        assertThat(again(text, "codevar-kernels", "abacus"))
                .contains("was made with kernels abacus, not " + text.get("codevar-kernels") + ": sums may be rounded");
        String json = String.valueOf(text.get(Provenance.KEY));
        String version = "\"version\":\"" + Program.version() + "\"";
        assertThat(json).contains(version);
        assertThat(again(text, Provenance.KEY, json.replace(version, "\"version\":\"0.0.7\"")))
                .contains("was made with program version 0.0.7, not " + Program.version());
        assertThat(again(
                        text,
                        Provenance.KEY,
                        json.replace("\"device\":\"cpu\"", "\"device\":\"cuda:0\""),
                        "--device",
                        "cpu"))
                .contains("was made with device cuda:0, not cpu: sums may be rounded");
        assertThat(again(text, "Seed", "42", "--precision", "bfloat16"))
                .contains("was made with precision float32, not bfloat16: sums may be rounded");
        Map<String, String> old = new TreeMap<>(text);
        old.remove("codevar-weights");
        assertThat(again(old, "Seed", "42")).contains("does not say with which weights and kernels it was made");
        Cli.run("generate", "--like", made, "-o", again, "--threads", 3).succeeds();
        assertThat(PictureFiles.read(again))
                .as("the number of threads changes nothing")
                .isEqualTo(PictureFiles.read(made));
        Cli.run("generate", "-m", FASHION32, "-n", 1, "-o", made, "--threads", 1, "--precision", "bfloat16")
                .succeeds();
        boolean promised = Cpu.multipliesBfloat16() && !Cpu.multipliesTiles();
        String said =
                Cli.run("generate", "--like", made, "-o", again, "--threads", 3).err();
        if (promised) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).contains("was made with threads 1, not 3: ").hasLineCount(1);
        }
    }

    @Test
    void picturesInEightBitsAreMadeAgain() {
        Path made = folder.resolve("eight.png");
        Path again = folder.resolve("eight-again.png");
        Cli.run("generate", "-m", FASHION32, "-n", 2, "-o", made, "--threads", 1, "--precision", "int8")
                .succeeds();
        assertThat(Cli.run("generate", "--like", made, "-o", again, "--threads", 3)
                        .err())
                .isEmpty();
        assertThat(PictureFiles.read(again)).isEqualTo(PictureFiles.read(made));
    }

    /** {@return what is said when a picture with this text is made again} */
    private String again(Map<String, String> text, String key, String value, String... options) {
        Map<String, String> changed = new TreeMap<>(text);
        changed.put(key, value);
        Path picture = folder.resolve("changed.png");
        PictureFiles.writePng(picture, new Picture(32, 32, new byte[32 * 32 * 3]), changed);
        Done done = Cli.run(Stream.concat(
                        Stream.of("generate", "--like", picture, "-o", folder.resolve("again.png")), Stream.of(options))
                .toArray());
        assertThat(done.code()).isZero();
        assertThat(done.err()).startsWith("codevar: note: " + picture).hasLineCount(1);
        return done.err();
    }

    @Test
    void theReferencesNumbersInAnotherPrecisionAreNoted() {
        Done done = Cli.run(
                "generate",
                "-m",
                FASHION32,
                "-n",
                1,
                "--rng",
                "reference",
                "--precision",
                "bfloat16",
                "-o",
                folder.resolve("r.png"));
        assertThat(done.code()).isZero();
        assertThat(done.err()).contains("note: --rng reference", "only in float32: in bfloat16 tokens fall otherwise");
    }

    @Test
    void previewsAreASecondSheetThatSaysWhichModelMadeWhat() {
        Path file = folder.resolve("p.png");
        assertThat(Cli.run("generate", "-m", FASHION32, "-n", 2, "--plan", "large:4,small", "--previews", "-o", file)
                        .code())
                .isZero();
        List<String> row = List.of(
                "scale 1 large", "scale 2 large", "scale 3 large", "scale 4 large", "scale 5 small", "scale 6 small");
        Picture black = new Picture(32, 32, new byte[32 * 32 * 3]);
        Picture expected = ContactSheet.of(Collections.nCopies(6, black), row, 6);
        Picture sheet = PictureFiles.read(folder.resolve("p-previews.png"));
        assertThat(sheet.width()).isEqualTo(expected.width());
        int captions = (8 + 96) * sheet.width() * 3;
        assertThat(Arrays.copyOfRange(sheet.rgb(), captions, expected.rgb().length))
                .isEqualTo(Arrays.copyOfRange(expected.rgb(), captions, expected.rgb().length));
    }

    @Test
    void jsonIsOneObject() throws IOException {
        Path file = folder.resolve("j.png");
        Done result = Cli.run(
                "generate", "-m", FASHION32, "-n", 3, "-c", "Bag", "--json", "-o", file, "--precision", "float32");
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(result.out().lines()).hasSize(1);
        assertThat(json.path("files").path(0).asText()).isEqualTo(file.toString());
        assertThat(json.path("pictures")).hasSize(3);
        assertThat(json.path("pictures").path(2).path("class_name").asText()).isEqualTo("Bag");
        assertThat(json.path("precision").asText()).isEqualTo("float32");
        assertThat(json.path("seconds_per_scale")).hasSize(6);
        assertThat(json.path("peak_cache_bytes").asLong()).isPositive();
    }

    @Test
    void publishedFlagsNameModelsByTheirDepth() {
        Path file = folder.resolve("f.png");
        Done result = Cli.run(
                "generate",
                "-m",
                FASHION32,
                "-n",
                1,
                "-o",
                file,
                "--drafter-depth",
                4,
                "--refiner-depth",
                2,
                "--draft-steps",
                3,
                "--training-free");
        assertThat(result.err()).isEmpty();
        assertThat(PictureFiles.text(file)).containsEntry("Plan", "large:3,small");
        Map<String, String> alone = Map.of("Plan", "large");
        Cli.run("generate", "-m", FASHION32, "-n", 1, "-o", file, "--drafter-depth", 4, "--draft-steps", 6);
        assertThat(PictureFiles.text(file)).containsAllEntriesOf(alone);
    }

    /** fashion32 has no model of a published depth, and fewer scales than ten. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--draft-steps 3 | drafter3:3,refiner3",
                "--draft-steps 2 | large:2,refiner2",
                "--training-free | large:5,small",
                "--draft-steps 6 | large",
                "--refiner-depth 2 | drafter5:5,refiner5",
            })
    void publishedFlagsMeanSomethingOnEverySet(String options, String plan) {
        Path file = folder.resolve("f.png");
        Object[] words = Stream.concat(
                        Stream.of("generate", "-m", FASHION32, "-n", 1, "-o", file), Stream.of(options.split(" ")))
                .toArray();
        Cli.run(words).succeeds();
        assertThat(PictureFiles.text(file)).containsEntry("Plan", plan);
    }

    /** Earlier versions knew nothing of soft edges. */
    @Test
    void picturesOfEarlierVersionsAreMadeAgain() {
        Path now = folder.resolve("now.png");
        Cli.run("generate", "-m", FASHION32, "-n", 1, "-o", now).succeeds();
        Map<String, String> text = new LinkedHashMap<>(PictureFiles.text(now));
        text.computeIfPresent(Provenance.KEY, (key, json) -> json.replace(",\"soft_edge\":null", ""));
        assertThat(text).isNotEqualTo(PictureFiles.text(now));
        Path before = folder.resolve("before.png");
        PictureFiles.writePng(before, PictureFiles.read(now), text);
        Path again = folder.resolve("again.png");
        Cli.run("generate", "--like", before, "-o", again).succeeds();
        assertThat(PictureFiles.read(again)).isEqualTo(PictureFiles.read(now));
        text.computeIfPresent(Provenance.KEY, (key, json) -> json.replace("\"plan\":", "\"plans\":"));
        PictureFiles.writePng(before, PictureFiles.read(now), text);
        Cli.run("generate", "--like", before, "-o", again).fails(2, "plan");
    }

    @Test
    void unwritableOutputIsSaidBeforeAnythingIsDrawn() throws IOException {
        Path nowhere = folder.resolve("no").resolve("such").resolve("x.png");
        Done result = Cli.run("generate", "-m", FASHION32, "-o", nowhere);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err().lines()).singleElement().asString().contains("there is no folder");
        Done isFolder = Cli.run("generate", "-m", FASHION32, "-o", folder);
        assertThat(isFolder.code()).isEqualTo(2);
        assertThat(isFolder.err()).contains("it is a folder");
        try (Stream<Path> list = Files.list(folder)) {
            assertThat(list).isEmpty();
        }
    }

    @Test
    void whatCannotFitIsRefusedWithTheSumAndNothingIsWritten() {
        Path file = folder.resolve("big.png");
        Cli.run("generate", "-m", FASHION32, "-o", file, "--max-memory", "1M", "--precision", "float32")
                .fails(
                        1,
                        "not enough memory: plan drafter3:3,refiner3 in float32 takes ",
                        " GB (weights still to be read ",
                        "but 0.00 GB are available (of a limit of 0.00 GB, with ",
                        "--low-memory",
                        "bfloat16 takes ");
        assertThat(file).doesNotExist();
    }

    /** With one model at a time there is no such advice left to give. */
    @Test
    void lowMemoryIsReckonedWithOneModelAtATime() {
        Done done = Cli.run(
                "generate", "-m", FASHION32, "-o", folder.resolve("x.png"), "--max-memory", "1M", "--low-memory");
        done.fails(1, "not enough memory: plan drafter3:3,refiner3 ");
        assertThat(done.err()).doesNotContain("--low-memory");
    }

    @Test
    void moreSmoothDrawsWhatTheLibraryDrawsSo() {
        Path file = folder.resolve("smooth.png");
        Cli.run("generate", "-m", FASHION32, "-o", file, "-c", 3, "--more-smooth", "--precision", "float32")
                .succeeds();
        try (CoDe code = CoDe.open(FASHION32, Device.CPU, Precision.FLOAT32)) {
            assertThat(PictureFiles.read(file)).isEqualTo(drawn(code, true)).isNotEqualTo(drawn(code, false));
        }
    }

    private static Picture drawn(CoDe code, boolean moreSmooth) {
        Request request = code.request()
                .classes("3")
                .count(1)
                .seed(42)
                .moreSmooth(moreSmooth)
                .build();
        return code.generate(request, GenerationObserver.NONE).pictures().get(0).picture();
    }

    @Test
    void lowMemoryWritesTheSameFile() throws IOException {
        Path all = folder.resolve("all.png");
        Path one = folder.resolve("one.png");
        Cli.run("generate", "-m", FASHION32, "-o", all, "--batch", 4).succeeds();
        Cli.run("generate", "-m", FASHION32, "-o", one, "--batch", 4, "--low-memory")
                .succeeds();
        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(all));
    }

    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void whatDoesNotFitTogetherIsDrawnInSmallerBatchesAndSaidSo() throws Exception {
        // More than are picked at once: the only pictures that are picked in several parts.
        int pictures = 80;
        Path few = folder.resolve("few.png");
        Path all = folder.resolve("all.png");
        Object[] options = {
            "generate", "-m", FASHION32, "-n", pictures, "--batch", pictures, "--precision", "float32", "-o"
        };
        Cli.run(Stream.concat(Stream.of(options), Stream.of(all)).toArray()).succeeds();
        // In processes of their own: what one takes that ran other tests before changes from moment to moment.
        Done refused = Cli.runAlone(Stream.concat(Stream.of(options), Stream.of(few, "--max-memory", "1M"))
                .toArray());
        Matcher used = Pattern.compile("with ([0-9.]+) GB in use").matcher(refused.err());
        assertThat(used.find()).as(refused.err()).isTrue();
        long megabytes = Math.round(Double.parseDouble(used.group(1)) * 1e9 / (1 << 20)) + 256 + 85;
        Done done = Cli.runAlone(Stream.concat(Stream.of(options), Stream.of(few, "--max-memory", megabytes + "M"))
                .toArray());
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.err())
                .startsWith("codevar: a batch of 80 takes ")
                .containsPattern(": drawing \\d+ at a time\\R$")
                .hasLineCount(1);
        assertThat(PictureFiles.read(few)).isEqualTo(PictureFiles.read(all));
    }
}
