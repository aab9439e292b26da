package dev.codevar.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.app.Cli;
import dev.codevar.app.SmallFiles;
import dev.codevar.report.provenance.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code codevar sweep}. */
class SweepCommandTest {
    @TempDir
    Path temp;

    private Cli.Done sweep(Object... options) {
        List<Object> words = new ArrayList<>(List.of(
                "sweep", "-m", Cli.FASHION32, "--precision", "float32", "--threads", 1, "-o", temp.resolve("sweep")));
        words.addAll(List.of(options));
        return Cli.run(words.toArray());
    }

    /** What is scored is what {@code sample} draws: the same run, streamed by itself and evaluated, has the same distance. */
    @Test
    @Tag("slow")
    void scoresAreThoseOfTheRunsAndWhatIsDrawnIsKept() throws IOException {
        // A few pictures: what the set brings, 10,000, is compared with by the other test.
        Path reference = temp.resolve("reference.npz");
        Cli.run("sample", "-m", Cli.FASHION32, "-o", temp.resolve("reference"), "--plan", "small", "--per-class", 4)
                .succeeds();
        Object[] small = {
            "--per-class",
            3,
            "--batch",
            30,
            "--repetitions",
            1,
            "--kernel-time",
            0,
            "--json",
            "--seed",
            5,
            "--reference",
            reference
        };
        List<Object> two = new ArrayList<>(List.of(small));
        two.addAll(List.of("--draft-steps", "4,6"));
        JsonNode json = sweep(two.toArray()).succeeds().json();
        assertThat(json.path("points"))
                .extracting(point -> point.path("name").asText())
                .containsExactly("var", "small", "code-4", "training-free-4");
        JsonNode point = json.path("points").path(2);
        assertThat(point.path("draft_steps").asInt()).isEqualTo(4);
        assertThat(point.path("count_samples").asInt()).isEqualTo(30);
        assertThat(point.path("class_accuracy").asDouble()).isBetween(0.5, 1.0);
        assertThat(point.path("speed").path("batch").asInt()).isEqualTo(30);
        assertThat(new ObjectMapper().readTree(temp.resolve("sweep/sweep.json").toFile()))
                .isEqualTo(json);
        assertThat(ImageIO.read(temp.resolve("sweep/sweep.png").toFile())).isNotNull();

        Path streamed = temp.resolve("streamed");
        Cli.run(
                        "sample",
                        "-m",
                        Cli.FASHION32,
                        "--precision",
                        "float32",
                        "--threads",
                        1,
                        "--stream",
                        "-o",
                        streamed,
                        "--plan",
                        "code-4",
                        "--per-class",
                        3,
                        "--batch",
                        30,
                        "--seed",
                        5)
                .succeeds();
        assertThat(temp.resolve("streamed.npz")).doesNotExist();
        assertThat(streamed.resolve("features.bin")).hasSameBinaryContentAs(temp.resolve("sweep/code-4/features.bin"));
        JsonNode scores = Cli.run("evaluate", streamed, "-m", Cli.FASHION32, "--reference", reference, "--json")
                .succeeds()
                .json();
        assertThat(scores.path("fid").asDouble()).isEqualTo(point.path("fid").asDouble());
        assertThat(scores.path("precision").asDouble())
                .isEqualTo(point.path("precision").asDouble());
        JsonNode atOnce = Cli.run(
                        "evaluate",
                        "-m",
                        Cli.FASHION32,
                        "--precision",
                        "float32",
                        "--threads",
                        1,
                        "--plan",
                        "code-4",
                        "--per-class",
                        3,
                        "--batch",
                        30,
                        "--seed",
                        5,
                        "--reference",
                        reference,
                        "--cache",
                        temp.resolve("cache"),
                        "--json")
                .succeeds()
                .json();
        assertThat(atOnce.path("fid").asDouble()).isEqualTo(scores.path("fid").asDouble());

        Files.setLastModifiedTime(
                temp.resolve("sweep/code-4/features.bin"), java.nio.file.attribute.FileTime.fromMillis(0));
        sweep(Stream.concat(Stream.of(small), Stream.of("--plan", "code-4")).toArray())
                .succeeds();
        assertThat(Files.getLastModifiedTime(temp.resolve("sweep/code-4/features.bin"))
                        .toMillis())
                .isZero();
        sweep("--plan", "code-4", "--seed", 6).fails(2, "was begun with seed 5, not 6");
    }

    /** Started again without options, a sweep goes on as it was begun, with plans that are new to it too. */
    @Test
    @Tag("slow")
    void outAloneGoesOnAsItWasBegun() throws IOException {
        Path reference = SmallFiles.features(temp.resolve("reference.npz"), 20, 128);
        Path typed = Path.of("").toAbsolutePath().relativize(reference);
        sweep(
                        "--per-class",
                        1,
                        "--cfg",
                        1,
                        "--batch",
                        10,
                        "--repetitions",
                        1,
                        "--kernel-time",
                        0,
                        "--plan",
                        "small",
                        "--reference",
                        typed)
                .succeeds();
        Path out = temp.resolve("sweep");
        // As if others had gone on with it.
        Files.writeString(
                out.resolve("small/makers.json"), "{\"all\": [{\"version\": \"0.0.7\", \"kernels\": \"abacus\"}]}");
        Object[] alone = {"sweep", "-o", out, "--kernel-time", 0};
        assertThat(Cli.run(alone).succeeds().out())
                .contains(
                        "10 pictures a plan, against 20 real ones",
                        "note: the samples were drawn in parts by version " + Program.version(),
                        ", then by version 0.0.7 with kernels for abacus: drawn again by one of them");
        JsonNode points =
                new ObjectMapper().readTree(out.resolve("sweep.json").toFile()).path("points");
        assertThat(points).extracting(point -> point.path("name").asText()).containsExactly("small");
        assertThat(new ObjectMapper().readTree(out.resolve("asked.json").toFile()))
                .isEqualTo(new ObjectMapper()
                        .createObjectNode()
                        .put("draft_steps", "all")
                        .put("reference", reference.toString())
                        .putNull("cache")
                        .put("repetitions", 1)
                        .set("plans", new ObjectMapper().createArrayNode().add("small")));
        Path other = SmallFiles.features(temp.resolve("other.npz"), 20, 128);
        Cli.run("sweep", "-o", out, "--reference", other)
                .fails(2, out + " was begun with reference " + reference + ", not " + other + ": give the same");
        Cli.run("sweep", "-o", out, "--repetitions", 2).fails(2, out + " was begun with repetitions 1, not 2: give");
        String table = Cli.run("sweep", "-o", out, "--kernel-time", 0, "--plan", "training-free-5")
                .succeeds()
                .out();
        assertThat(table).contains("training-free-5", " ± ?", "note: Fréchet distance stands on a singular covariance");
        assertThat(Cli.run(alone).succeeds().out())
                .as("what was asked last")
                .contains("training-free-5")
                .doesNotContain("small");
        assertThat(Files.readString(out.resolve("training-free-5/run.json")))
                .contains("\"cfg\" : 1.0", "\"per_class\" : 1", "\"block\" : 10", "\"precision\" : \"float32\"");
        Cli.run("sweep", "-o", out, "--plan", "var", "--cfg", 2).fails(2, out + " was begun with cfg 1.0, not 2.0");
        assertThat(out.resolve("var")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--draft-steps 7 | draft steps 7: fashion32 has plans for [1, 2, 3, 4, 5, 6]",
                "--draft-steps some | draft steps 'some' are not legal: use all, or numbers as 3,4,5",
                "--draft-steps 3 --plan var | --plan and --draft-steps exclude each other",
                "--plan huge | no model 'huge'",
                "--repetitions 0 | repetitions 0 is not between 1 and 1000",
                "--kernel-time 10001 | milliseconds of a kernel 10001 is not between 0 and 10000",
                "--per-class 0 | per-class 0 is not between 1 and",
            })
    void wrongOptionsEndWithTwoAndBeginNothing(String options, String message) {
        sweep((Object[]) options.split(" ")).fails(2, message);
        assertThat(temp.resolve("sweep")).doesNotExist();
    }

    /** What can be wrong with the reference is found before thousands of pictures are drawn. */
    @Test
    void aReferenceThatIsNoneBeginsNothing() throws IOException {
        Path out = temp.resolve("sweep");
        Path none = temp.resolve("none.npz");
        few("--reference", none).fails(2, "none.npz");
        Path foreign = SmallFiles.features(temp.resolve("foreign.npz"), 3, 2048);
        few("--reference", foreign).fails(2, "foreign.npz", "features have 2048 numbers, this network's 128");
        Path pictures = SmallFiles.pictures(temp.resolve("pictures.npz"), 4, 32);
        Files.writeString(temp.resolve("pictures.npz.features"), "in the way");
        few("--reference", pictures)
                .fails(2, "cannot write into folder " + temp.resolve("pictures.npz.features"), "--cache names another");
        few("--reference", pictures, "--cache", temp.resolve("pictures.npz.features"))
                .fails(2, "cannot write into folder", "is a file");
        assertThat(out).doesNotExist();
    }

    private Cli.Done few(Object... options) {
        Object[] small = {"--plan", "small", "--per-class", 2, "--repetitions", 1, "--kernel-time", 0};
        return sweep(Stream.concat(Stream.of(small), Stream.of(options)).toArray());
    }

    @Test
    void helpSaysWhatItIs() {
        assertThat(Cli.run("sweep", "--help").succeeds().out())
                .contains("Draw, score and time", "--draft-steps", "--per-class", "--repetitions");
    }
}
