package dev.codevar.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.TinyModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code codevar models}: list, inspect and convert. */
class ModelsCommandTest {
    private static final String HOME = "codevar.home";

    /** Has a model set "tiny" in the folder "models". */
    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static Path vae = Path.of("vae");

    @BeforeAll
    static void makeSet() {
        vae = TinyModelFiles.vae(home.resolve("vae.safetensors"));
        System.setProperty(HOME, home.toString());
        convert("--name", "little one", "--about", "for tests", "--precision", "float16", "--out", set())
                .succeeds();
    }

    @AfterAll
    static void forgetHome() {
        System.clearProperty(HOME);
    }

    private static Path set() {
        return home.resolve("models").resolve("tiny");
    }

    /** Runs {@code models convert} with the tiny files and these words. */
    private static Cli.Done convert(Object... words) {
        Object[] all = new Object[words.length + 8];
        Object[] first = {
            "models",
            "convert",
            "--vae",
            vae,
            "--model",
            "big=" + TinyModelFiles.LARGE,
            "--model",
            "little=" + TinyModelFiles.SMALL
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(words, 0, all, first.length, words.length);
        return Cli.run(all);
    }

    @Test
    void listNamesSetsAndWhatIsNone() throws IOException {
        Path broken = Files.createDirectories(home.resolve("models").resolve("broken"));
        try {
            Cli.Done people = Cli.run("models", "list").succeeds();
            assertThat(people.out())
                    .contains(
                            "tiny  " + set(),
                            "128x128 pictures of 5 classes",
                            "models: big (depth 2), little (depth 1)",
                            "plans: code-5 (default), code-4, code-3, code-2, code-1, var, small",
                            "cannot be used: no model set at " + broken);
            JsonNode sets =
                    Cli.run("models", "list", "--json").succeeds().json().path("sets");
            JsonNode tiny = find(sets, "tiny");
            assertThat(tiny.path("folder").asText()).isEqualTo(set().toString());
            assertThat(tiny.path("content").path("picture_side").asInt()).isEqualTo(128);
            assertThat(tiny.path("content").path("models").path("big").asInt()).isEqualTo(2);
            assertThat(tiny.path("content").path("default_plan").asText()).isEqualTo("code-5");
            assertThat(find(sets, "broken").path("problem").asText()).contains("model.json");
        } finally {
            Files.delete(broken);
        }
    }

    private static JsonNode find(JsonNode sets, String name) {
        for (JsonNode set : sets) {
            if (set.path("name").asText().equals(name)) {
                return set;
            }
        }
        throw new AssertionError("no set " + name + " in " + sets);
    }

    @Test
    void inspectShowsASetByNameAndByFolder() {
        Cli.Done byName = Cli.run("models", "inspect", "tiny").succeeds();
        assertThat(byName.out())
                .startsWith("little one: for tests")
                .containsPattern("classes +5: class 0; class 1; class 2; class 3; class 4\\R")
                .containsPattern("scales +1 2 3 4 6 8 of 256 codes with 8 channels")
                .containsPattern("model big +depth 2, shared AdaLN, [\\d,]+ parameters in float16, [\\d,]+ bytes")
                .containsPattern("plan code-5 +big:5,little \\(default\\)");
        assertThat(Cli.run("models", "inspect", set()).succeeds().out()).isEqualTo(byName.out());
        JsonNode json =
                Cli.run("models", "inspect", "tiny", "--json").succeeds().json();
        assertThat(json.path("description").path("classes")).hasSize(5);
        assertThat(json.path("weights").path("vae").path("parameters").asLong()).isGreaterThan(4_000_000);
    }

    @Test
    void inspectRecognisesAFile() {
        assertThat(Cli.run("models", "inspect", TinyModelFiles.SMALL).succeeds().out())
                .contains("refiner.pth: transformer")
                .containsPattern("depth +1\\R")
                .containsPattern("scales +\\[1, 2, 3, 4, 6, 8]")
                .containsPattern("parameters +[\\d,]+ in float32")
                .doesNotContain("word_embed.weight");
        JsonNode json = Cli.run("models", "inspect", vae, "--json", "--tensors")
                .succeeds()
                .json();
        assertThat(json.path("kind").asText()).isEqualTo("vqvae");
        assertThat(json.path("configuration").path("multipliers").toString()).isEqualTo("[1,1,2,2,4]");
        assertThat(json.path("tensors")).hasSize(json.path("tensor_count").asInt());
        assertThat(Cli.run("models", "inspect", TinyModelFiles.SMALL, "--tensors")
                        .succeeds()
                        .out())
                .contains("word_embed.weight  float32 [64, 8]", "lvl_1L  int64 [1, 130]");
        // A buffer is no parameter: the converted file without buffers has as many.
        long published = Cli.run("models", "inspect", TinyModelFiles.SMALL, "--json")
                .json()
                .path("parameters")
                .asLong();
        JsonNode converted = Cli.run("models", "inspect", set().resolve("little.safetensors"), "--json")
                .json();
        assertThat(converted.path("parameters").asLong()).isEqualTo(published);
    }

    @Test
    void inspectSaysWhyAFileIsNotRecognised() {
        JsonNode json = Cli.run("models", "inspect", TinyModelFiles.GOLDEN.resolve("expected.safetensors"), "--json")
                .succeeds()
                .json();
        assertThat(json.path("kind").asText()).isEqualTo("unknown");
        assertThat(json.path("reason").asText()).contains("no VAR transformer");
    }

    @Test
    void inspectFailsInOneLine() throws IOException {
        Cli.run("models", "inspect").fails(2, "NAME|FOLDER|FILE");
        Cli.run("models", "inspect", "nothing").fails(2, "'nothing'", "tiny");
        Cli.run("models", "inspect", "a\u0000b").fails(2, "is no path");
        Cli.run("models", "inspect", "tiny", "--tensors").fails(2, "--tensors", "tiny");
        Cli.run("models", "inspect", "tiny", "--tensor").fails(2, "--tensor");
        Cli.run("models", "inspect", folder).fails(2, folder.toString(), "model.json");
        Path text = Files.writeString(folder.resolve("text"), "no checkpoint");
        Cli.run("models", "inspect", text).fails(2, text.toString(), "neither");
        Files.writeString(folder.resolve("model.json"), "{\"format\": 1}");
        Cli.run("models", "inspect", folder).fails(2, "model.json", "name is missing");
    }

    @Test
    void convertTakesNamesOfClasses() throws IOException {
        Path classes = Files.writeString(folder.resolve("classes.txt"), "cat\ndog, hound\nfish\nbird\nant\n");
        convert("--classes", classes, "--out", folder.resolve("set")).succeeds();
        assertThat(Cli.run("models", "inspect", folder.resolve("set")).out())
                .startsWith("set" + System.lineSeparator())
                .contains("5: cat; dog, hound; fish; bird; ant")
                .contains("in float32");
        Files.writeString(classes, "cat\n\nfish\nbird\nant\n");
        convert("--classes", classes, "--out", folder.resolve("other")).fails(2, classes.toString(), "empty line");
        Path out = folder.resolve("another");
        convert("--classes", "imagenet", "--out", out).fails(2, "1000 class names", "5 classes");
        convert("--classes", folder.resolve("none"), "--out", out).fails(2, "none", "no such file");
        assertThat(out).doesNotExist();
    }

    @Test
    void convertRoundsTheVqVaeAsFinelyAsItIsTold() {
        Path out = folder.resolve("mixed");
        convert("--precision", "float32", "--vae-precision", "bfloat16", "--out", out)
                .succeeds();
        JsonNode tensors = Cli.run("models", "inspect", out.resolve("vae.safetensors"), "--json", "--tensors")
                .succeeds()
                .json()
                .path("tensors");
        assertThat(find(tensors, "quantize.embedding.weight").path("type").asText())
                .isEqualTo("float32");
        assertThat(find(tensors, "decoder.conv_in.weight").path("type").asText())
                .isEqualTo("bfloat16");
        assertThat(Cli.run("models", "inspect", out).succeeds().out())
                .containsPattern("model big +depth 2, shared AdaLN, [\\d,]+ parameters in float32");
    }

    @Test
    void convertFailsInOneLineAndLeavesNothing() {
        Path out = folder.resolve("set");
        Cli.run("models", "convert", "--out", out).fails(2, "--vae", "--model");
        Cli.run("models", "convert", "--vae", vae, "--model", "big", "--out", out)
                .fails(2, "'big'", "ROLE=FILE");
        convert("--model", "big=" + TinyModelFiles.SMALL, "--out", out).fails(2, "'big' twice");
        convert("--model", "../x=" + TinyModelFiles.SMALL, "--out", out).fails(2, "role '../x'");
        convert("--model", "vae=" + TinyModelFiles.SMALL, "--out", out).fails(2, "role 'vae'");
        convert("--model", "x=" + vae, "--out", out).fails(2, vae.toString(), "no VAR transformer");
        convert("--model", "x=nothing.pth", "--out", out).fails(2, "nothing.pth", "no such file");
        convert("--precision", "float8", "--out", out).fails(2, "'float8'", "float16");
        convert("--out", set()).fails(2, set().toString(), "already");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "inspect", "convert", "fetch"})
    void everyCommandHasHelp(String command) {
        assertThat(Cli.run("models", command, "--help").succeeds().out())
                .startsWith("Usage: codevar models " + command)
                .contains("--json", "--debug");
    }

    @Test
    void aSubcommandIsNeeded() {
        Cli.run("models").fails(2, "subcommand", "codevar models --help");
        Cli.run("models", "lisst").fails(2, "lisst");
    }

    @Test
    void debugShowsWhere() {
        assertThat(Cli.run("models", "inspect", "nothing", "--debug").err())
                .startsWith("codevar: model 'nothing'")
                .contains("at dev.codevar.app");
    }

    @Test
    void inspectNamesWhatScoresAreComputedFrom() {
        assertThat(Cli.run("models", "inspect", Cli.FASHION32).succeeds().out())
                .contains("of classifier.safetensors, those of real pictures in reference.npz");
        JsonNode described = Cli.run("models", "inspect", Cli.FASHION32, "--json")
                .succeeds()
                .json()
                .path("description");
        assertThat(described.path("features").path("reference").asText()).isEqualTo("reference.npz");
        assertThat(Cli.run("models", "inspect", set(), "--json").succeeds().out())
                .doesNotContain("features");
    }
}
