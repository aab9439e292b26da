package dev.codevar.app.drawing;

import static dev.codevar.app.Cli.FASHION32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.SmallFiles;
import dev.codevar.app.program.ThisProgram;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code codevar sample} and {@code sample merge}. */
class SampleCommandTest {
    @TempDir
    Path temp;

    private Cli.Done sample(String folder, Object... options) {
        List<Object> words = new ArrayList<>(List.of(
                "sample", "-m", FASHION32, "--threads", 1, "--precision", "float32", "-o", temp.resolve(folder)));
        words.addAll(List.of(options));
        return Cli.run(words.toArray());
    }

    @Test
    void programsGetAnObjectAndOutAloneGoesOn() throws IOException {
        Path run = temp.resolve("run");
        JsonNode json = sample("run", "--per-class", 2, "--batch", 8, "--plan", "code-4", "--seed", 9, "--json")
                .succeeds()
                .json();
        assertThat(json.path("out").asText()).isEqualTo(run.toString());
        assertThat(json.path("npz").asText()).isEqualTo(temp.resolve("run.npz").toString());
        assertThat(json.path("pictures").asInt()).isEqualTo(20);
        assertThat(json.path("drawn").asInt()).isEqualTo(20);
        assertThat(json.path("pictures_per_second").asDouble()).isPositive();
        assertThat(json.path("plan").asText()).isEqualTo("drafter4:4,refiner4");
        assertThat(json.path("batch").asInt()).isEqualTo(8);
        assertThat(json.path("shard").asText()).isEqualTo("1/1");
        assertThat(json.path("was_complete").asBoolean()).isFalse();
        assertThat(Cli.run("sample", "--out", run).succeeds().out())
                .isEqualTo(temp.resolve("run.npz") + ": 20 pictures, finished already\n");
        Files.delete(temp.resolve("run.npz"));
        assertThat(Cli.run("sample", "--out", run).succeeds().out())
                .startsWith(temp.resolve("run.npz")
                        + ": 20 pictures, files of 20 of them were not there or not whole and are made again; plan ");
        assertThat(temp.resolve("run.npz")).isRegularFile();
        Cli.run("sample", "--out", run, "--cfg", 3).fails(2, run + " was begun with cfg 2.0, not 3.0: give the same");
        Cli.run("sample", "--out", run, "--npz-only").fails(2, "begun with npz-only false, not true");
    }

    /** With what a preset says of other models changed, its guidance stays. */
    @Test
    void presetsCanBeChanged() throws IOException {
        sample("set", "--preset", "paper", "--top-k", 300, "--temperature", 1, "--per-class", 1, "--batch", 10)
                .succeeds();
        assertThat(Files.readString(temp.resolve("set").resolve("run.json")))
                .contains("\"cfg\" : 1.5", "\"top_p\" : 0.96", "[ 300 ]", "\"per_class\" : 1");
    }

    @Test
    void picturesSayHowTheyWereMade() {
        sample("said", "--class", "Bag", "--per-class", 3, "--batch", 2).succeeds();
        Path picture = temp.resolve("said").resolve("000001.png");
        assertThat(PictureFiles.text(picture)).containsEntry("Class", "8 Bag");
        Path again = temp.resolve("again.png");
        Cli.run("generate", "--like", picture, "--out", again).succeeds();
        assertThat(PictureFiles.read(again)).isEqualTo(PictureFiles.read(picture));
    }

    @Test
    void shardsAreMerged() throws IOException {
        Object[] options = {"--per-class", 1, "--batch", 4, "--npz-only"};
        sample("whole", options).succeeds();
        for (int i = 1; i <= 2; i++) {
            List<Object> words = new ArrayList<>(List.of(options));
            words.addAll(List.of("--shard", i + "/2"));
            assertThat(sample("s" + i, words.toArray()).succeeds().out()).startsWith("shard " + i + "/2 of ");
        }
        Path merged = temp.resolve("merged");
        assertThat(Cli.run("sample", "merge", "-o", merged, temp.resolve("s2"), temp.resolve("s1"))
                        .succeeds()
                        .out())
                .startsWith(temp.resolve("merged.npz") + ": 10 pictures; plan drafter3:3,refiner3, cpu, float32");
        assertThat(temp.resolve("merged.npz")).hasSameBinaryContentAs(temp.resolve("whole.npz"));
        Cli.run("sample", "merge", "-o", temp.resolve("not"), temp.resolve("s2"))
                .fails(2, "shard 1/2 is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--preset best | preset 'best' is unknown: use paper or var",
                "--preset paper | temperature has 10 values; one, or one for each of 6 scales",
                "--preset var | top-k 900 is not between 0 and 512",
                "--per-class 0 | per-class 0 is not between 1 and 1000000",
                "--class Bag;8 | a class is named twice",
                "--class Hat | class 'Hat' is unknown",
                "--class ; | --class names no class",
                "--batch 0 | batch 0 is not between 1 and 4096",
                "--shard 1/2 | --shard needs --batch, the same for every shard",
                "--batch 2 --shard 3/2 | shard 3 is not between 1 and 2",
                "--batch 2 --shard 0/2 | shard 0 is not between 1 and 2",
                "--batch 2 --shard half | shard 'half' is not legal",
                "--plan huge | no model 'huge'",
                "--cfg 500 | cfg 500.0 is not between 0 and 100",
            })
    void wrongOptionsEndWithTwoAndBeginNothing(String options, String message) {
        sample("wrong", (Object[]) options.split(" ")).fails(2, message);
        assertThat(temp.resolve("wrong")).doesNotExist();
    }

    /** A streamed run goes on without being told how, and features of another network are not taken for its own. */
    @Test
    void streamedRunsKeepFeatures() {
        Path run = temp.resolve("streamed");
        sample("streamed", "--stream", "--per-class", 1, "--batch", 4).succeeds();
        assertThat(run.resolve("features.bin")).hasSize(10 * (128 + 10) * Float.BYTES);
        assertThat(Cli.run("sample", "-o", run).succeeds().out()).isEqualTo(run + ": 10 pictures, finished already\n");
        Cli.run("evaluate", run, "-m", FASHION32).succeeds();
        Cli.run("evaluate", run, "-m", FASHION32, "--class-distances").fails(2, "class ", "a distance needs 2 of each");
        sample("both", "--stream", "--npz-only").fails(2, "--stream and --npz-only exclude each other");
        sample("seen", "--inception", run).fails(2, "--inception goes with --stream");
    }

    /** Features are scored only as they were drawn, and the line that refuses them says how they become so again. */
    @Test
    void featuresThatAreNotWholeAreNotScored() throws IOException {
        Path run = temp.resolve("kept");
        Path features = run.resolve("features.bin");
        sample("kept", "--stream", "--per-class", 1, "--batch", 4).succeeds();
        byte[] drawn = Files.readAllBytes(features);
        byte[] damaged = drawn.clone();
        damaged[5000] ^= 1;
        Files.write(features, damaged);
        requireRefused(run);
        Cli.run("evaluate", "-m", FASHION32, "--reference", run, "--cache", temp.resolve("cache"))
                .fails(2, "the features in " + run + " are not there or not whole");
        assertThat(temp.resolve("cache"))
                .as("of samples that were not yet drawn")
                .doesNotExist();
        Cli.run("sample", "-o", run).succeeds();
        assertThat(features).hasBinaryContent(drawn);
        Files.write(features, Arrays.copyOf(drawn, 4 * (128 + 10) * Float.BYTES));
        requireRefused(run);
        Files.delete(features);
        requireRefused(run);
        Files.write(features, drawn);
        Path journal = Files.move(run.resolve("done"), temp.resolve("done"));
        requireRefused(run);
        Files.move(journal, run.resolve("done"));
        Cli.run("evaluate", run, "-m", FASHION32).succeeds();
    }

    private static void requireRefused(Path run) {
        Cli.run("evaluate", run, "-m", FASHION32)
                .fails(
                        2,
                        "the features in " + run + " are not there or not whole: codevar sample --out " + run
                                + " makes them whole again");
    }

    /** The model set at a relative path is found from any working folder. */
    @Test
    void aRunGoesOnFromAnotherFolder() throws Exception {
        assertThat(FASHION32).isRelative();
        sample("run", "--class", "Bag", "--per-class", 2, "--batch", 2).succeeds();
        Path run = temp.resolve("run");
        assertThat(Files.readString(run.resolve("run.json")))
                .contains("\"model\" : \"" + FASHION32.toAbsolutePath() + "\"");
        Path again = temp.resolve("again.png");
        assertThat(elsewhere("sample", "--out", run)).isZero();
        assertThat(elsewhere("generate", "--like", run.resolve("000001.png"), "--out", again))
                .isZero();
        assertThat(PictureFiles.read(again)).isEqualTo(PictureFiles.read(run.resolve("000001.png")));
    }

    /** {@return the exit code of a command in another working folder} */
    private int elsewhere(Object... words) throws Exception {
        Path folder = Files.createDirectories(temp.resolve("elsewhere"));
        return new ProcessBuilder(Cli.command(words))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start()
                .waitFor();
    }

    @Test
    void othersWhoWentOnWithARunAreNamed() throws IOException {
        Path run = temp.resolve("run");
        sample("run", "--class", "Bag;Coat", "--per-class", 2, "--batch", 4).succeeds();
        assertThat(Cli.run("sample", "--out", run).succeeds().out()).doesNotContain("drawn in parts by");
        Files.writeString(run.resolve("makers.json"), "{\"all\": [{\"version\": \"0.0.7\", \"kernels\": \"abacus\"}]}");
        String parts = "drawn in parts by " + ThisProgram.maker("cpu").text()
                + ", then by version 0.0.7 with kernels for abacus: drawn again by one of them, pictures of the others"
                + " may come out otherwise\n";
        assertThat(Cli.run("sample", "--out", run).succeeds().out()).endsWith("\nnote: " + parts);
        Path real = SmallFiles.features(temp.resolve("real.npz"), 20, 128);
        for (Path samples : List.of(run, temp.resolve("run.npz"))) {
            assertThat(Cli.run("evaluate", samples, "-m", FASHION32, "--reference", real)
                            .succeeds()
                            .out())
                    .contains("note: the samples were " + parts);
        }
    }

    /** Broken off after its first block, and gone on with on as many cores as another machine may have. */
    @Test
    void aRunGoesOnWithAnotherNumberOfThreads() throws IOException {
        assumeThat(Kernels.followThreads("cpu", Precision.FLOAT32)).isFalse();
        sample("one", "--per-class", 2, "--batch", 8).succeeds();
        sample("two", "--per-class", 2, "--batch", 8).succeeds();
        Path two = temp.resolve("two");
        Files.delete(two.resolve("complete"));
        Files.delete(temp.resolve("two.npz"));
        Files.write(two.resolve("done"), Arrays.copyOf(Files.readAllBytes(two.resolve("done")), 20));
        JsonNode rest = Cli.run("sample", "--out", two, "--threads", 3, "--json")
                .succeeds()
                .json();
        assertThat(rest.path("drawn").asInt()).isEqualTo(20 - 8);
        assertThat(temp.resolve("two.npz")).hasSameBinaryContentAs(temp.resolve("one.npz"));
    }

    @Test
    void whereToMustBeSaid() {
        Cli.run("sample", "-m", FASHION32).fails(2, "say by --out where the pictures go");
        Cli.run("sample", "merge", "-o", temp.resolve("x")).fails(2, "SHARD");
        Cli.run("sample", "--json", "merge", "-o", temp.resolve("x"), temp.resolve("s2"))
                .fails(2, "--json before merge is said to sample");
    }

    @Test
    void aBlockThatDoesNotFitIsNotMadeSmaller() {
        sample("big", "--batch", 10, "--max-memory", "1M").fails(1, "not enough memory");
        assertThat(temp.resolve("big")).doesNotExist();
    }

    @Test
    void helpSaysWhatItIs() {
        assertThat(Cli.run("sample", "--help").succeeds().out())
                .contains("arr_0", "--per-class", "--preset", "--shard", "--npz-only", "merge");
    }
}
