package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.models.Description.Specialised;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A description is read as it was written, and anything else is one line that names the key. */
class DescriptionFileTest {
    static final String LEGAL = """
            {
              "format": 1,
              "name": "tiny",
              "about": "",
              "scales": [1, 2, 4],
              "codes": 64,
              "channels": 8,
              "classes": ["a", "b"],
              "vae": {
                "file": "vae.safetensors",
                "width": 32,
                "multipliers": [1, 2],
                "residual_blocks": 1,
                "attention_lowest": true,
                "attention_middle": true,
                "shared_residuals": 4
              },
              "models": {
                "large": {
                  "file": "large.safetensors",
                  "depth": 2,
                  "shared_ada_ln": false
                },
                "other": {
                  "file": "o.pth",
                  "depth": 1,
                  "heads": 3,
                  "shared_ada_ln": true,
                  "scales": [1, 3],
                  "specialised": {"part": "refiner", "draft_steps": 1}
                }
              },
              "plans": {"var": "large"},
              "default_plan": "var",
              "defaults": {"cfg": 1.5, "top_k": 0, "top_p": 0, "temperature": 1}
            }
            """;

    @TempDir
    Path folder;

    private static Description parse(String json) {
        return DescriptionFile.parse(json.getBytes(StandardCharsets.UTF_8), "model.json");
    }

    private static String with(String part, String instead) {
        assertThat(LEGAL).contains(part);
        return LEGAL.replace(part, instead);
    }

    private static void assertIllegal(String json, String... parts) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(CodeVarException.class)
                .hasMessageStartingWith("model.json: ")
                .message()
                .hasLineCount(1)
                .hasSizeLessThan(500)
                .satisfies(message -> assertThat(List.of(parts)).allMatch(message::contains));
    }

    @Test
    void comesBackAsItWasWritten() {
        Description set = parse(LEGAL);
        assertThat(set.models().get("large"))
                .isEqualTo(new Description.Transformer("large.safetensors", 2, null, false, null, null));
        assertThat(set.models().get("other"))
                .isEqualTo(new Description.Transformer(
                        "o.pth", 1, 3, true, List.of(1, 3), new Specialised(Specialised.REFINER, 1)));
        Path file = folder.resolve("model.json");
        DescriptionFile.write(file, set);
        assertThat(DescriptionFile.read(file)).isEqualTo(set);
    }

    @Test
    void aSetMayNameWhatScoresAreComputedFrom() {
        String both = ", \"features\": {\"file\": \"net.safetensors\", \"reference\": \"real.npz\"}\n}";
        String legal = LEGAL.stripTrailing().replaceFirst("\n}$", both);
        Description set = parse(legal);
        assertThat(set.features()).isEqualTo(new Description.Features("net.safetensors", "real.npz"));
        Path file = folder.resolve("model.json");
        DescriptionFile.write(file, set);
        assertThat(DescriptionFile.read(file)).isEqualTo(set);
        ModelSet opened = ModelSet.open(folder);
        assertThat(opened.featuresFile()).contains(folder.resolve("net.safetensors"));
        assertThat(opened.referenceFile()).contains(folder.resolve("real.npz"));
        assertIllegal(legal.replace("net.safetensors", "../net"), "features.file '../net'");
        assertIllegal(legal.replace("real.npz", "a/b"), "features.reference 'a/b'");
        assertIllegal(legal.replace("\"reference\":", "\"stray\": 1, \"reference\":"), "'stray'");
        assertIllegal(legal.replace(", \"reference\": \"real.npz\"", ""), "reference", "missing");
    }

    @Test
    void aSetWithoutThemIsWrittenWithoutThem() throws IOException {
        Path file = folder.resolve("model.json");
        DescriptionFile.write(file, parse(LEGAL));
        assertThat(Files.readString(file)).doesNotContain("features");
        assertThat(ModelSet.open(folder).featuresFile()).isEmpty();
        assertThat(ModelSet.open(folder).referenceFile()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "format",
                "name",
                "about",
                "scales",
                "codes",
                "channels",
                "classes",
                "vae",
                "models",
                "plans",
                "default_plan",
                "defaults",
                "file",
                "width",
                "multipliers",
                "residual_blocks",
                "attention_lowest",
                "shared_residuals",
                "depth",
                "shared_ada_ln",
                "part",
                "draft_steps",
                "cfg",
                "top_k",
                "top_p",
                "temperature"
            })
    void aStrayMissingDoubledOrNullKeyIsNamed(String key) {
        String quoted = "\"" + key + "\":";
        assertIllegal(LEGAL.replaceFirst(quoted, "\"stray\": 1, " + quoted), "'stray'");
        assertIllegal(LEGAL.replaceFirst(quoted, "\"stray\":"));
        assertIllegal(LEGAL.replaceFirst(quoted, quoted + " null, " + quoted), key);
        if (key.equals("models")) { // its braces nest
            return;
        }
        String value = quoted + " (true|false|\\[[^]]*]|\"[^\"]*\"|[\\d.]+|\\{[^{}]*})";
        assertIllegal(LEGAL.replaceFirst(value, quoted + " null"), key);
        assertIllegal(LEGAL.replaceFirst(value + ",?", "").replaceAll(",(\\s*})", "$1"), key, "missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"codes\": 64 | \"codes\": \"64\" | codes",
                "\"codes\": 64 | \"codes\": 64.5 | codes",
                "\"codes\": 64 | \"codes\": 1 | codes 1",
                "\"codes\": 64 | \"codes\": 99999999999 | codes",
                "\"codes\": 64 | \"codes\": 1e999999999 | codes",
                "\"name\": \"tiny\" | \"name\": 7 | name",
                "\"format\": 1 | \"format\": 2 | format 2",
                "[1, 2, 4] | [4, 2, 1] | scales",
                "[1, 2, 4] | [1, null] | scales",
                "[1, 2, 4] | [] | at least one",
                "[1, 3] | [1, 300] | 256",
                "\"width\": 32 | \"width\": 33 | width 33",
                "\"depth\": 2 | \"depth\": 0 | depth 0",
                "[\"a\", \"b\"] | [] | classes",
                "[\"a\", \"b\"] | [\"a\", null] | classes",
                "\"refiner\" | \"both\" | part",
                "\"draft_steps\": 1 | \"draft_steps\": 2 | draft_steps",
                "\"cfg\": 1.5 | \"cfg\": -1 | defaults.cfg",
                "\"cfg\": 1.5 | \"cfg\": \"NaN\" | cfg",
                "\"top_k\": 0 | \"top_k\": 65 | defaults.top_k",
                "\"top_p\": 0 | \"top_p\": 1.5 | defaults.top_p",
                "\"temperature\": 1 | \"temperature\": 0 | defaults.temperature",
                "\"default_plan\": \"var\" | \"default_plan\": \"none\" | default_plan",
                "{\"var\": \"large\"} | {\"var\": \"larger\"} | no model 'larger'",
                "{\"var\": \"large\"} | {\"var\": \"large:3\", \"x\": \"var\"} | plan 'x'",
                "{\"var\": \"large\"} | {\"var\": \"large:1,other\"} | other scales",
                "{\"var\": \"large\"} | {\"var\": \"large:9,large\"} | makes 9 scales",
                "{\"var\": \"large\"} | {\"var\": \"large:99999999999,large\"} | no number of scales",
                "{\"var\": \"large\"} | {\"var\": \"large\", \"other\": \"large\"} | models' names",
                "{\"var\": \"large\"} | {\"var\": \"large\", \"a b\": \"large\"} | 'a b'",
                "\"large.safetensors\" | \"../large\" | models.large.file '../large'",
                "\"large.safetensors\" | \"/etc/passwd\" | models.large.file '/etc/passwd'",
                "\"large.safetensors\" | \"..\" | models.large.file '..'",
                "\"large.safetensors\" | \"a\\\\u0000b\" | models.large.file",
                "\"vae.safetensors\" | \"C:vae\" | vae.file 'C:vae'",
                "\"large\": { | \"lar\\nge\": { | role 'lar ge'",
            })
    void anIllegalValueIsNamed(String part, String instead, String named) {
        assertIllegal(with(part, instead), named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "7", "{", "{}", "{} {}", "\u0000", "{\"format\": 1", "\"x\""})
    void whatIsNoDescriptionIsRefused(String json) {
        assertIllegal(json);
    }

    @Test
    void hugeInputsAreRefusedInOneShortLine() {
        assertIllegal("[".repeat(100_000));
        assertIllegal(with("{\"var\": \"large\"}", "{\"var\":".repeat(100_000)));
        assertIllegal(with("\"tiny\"", "{".repeat(100_000)));
        assertIllegal(with("\"format\"", "\"" + "x\\n".repeat(10_000) + "\": 1, \"format\""), "unknown key");
        assertIllegal(with("[1, 2, 4]", "[" + "1,".repeat(100_000) + "1]"), "scales", "at most 100");
        assertIllegal(with("\"large\"}", "\"" + "large:1,".repeat(100_000) + "large\"}"), "plan");
        assertIllegal(LEGAL + "{}");
        assertIllegal(with("\"format\": 1", "\"format\": 1" + "0".repeat(5_000)));
    }

    @Test
    void theFileIsNamed() throws IOException {
        assertThatThrownBy(() -> ModelSet.open(folder.resolve("none")))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("no such folder");
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContainingAll(folder.toString(), "model.json", "vae_ch160v4096z32.pth");
        Path file = folder.resolve("model.json");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageStartingWith(file.toString());
        Files.write(file, new byte[(16 << 20) + 1]);
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContainingAll(file.toString(), "16777216");
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> ModelSet.open(folder))
                .isInstanceOf(CodeVarException.class)
                .hasMessageStartingWith("cannot read " + file)
                .message()
                .hasLineCount(1);
    }
}
