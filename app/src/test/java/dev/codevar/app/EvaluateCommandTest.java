package dev.codevar.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.lab.npz.NpyHeader;
import dev.codevar.lab.npz.NpyType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluateCommandTest {
    @TempDir
    Path folder;

    /** The matrices are formulas; the scores were computed with numpy and scipy. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void foreignFeaturesGiveTheScoresThatNumpyGives(NpyType type) throws IOException {
        Path samples = features("samples.npy", type, 80, 53, 67, 13, 241, 0.25);
        Path reference = features("reference.npy", type, 60, 37, 101, 11, 257, 0);
        JsonNode scores = Cli.run("evaluate", "--features", samples, reference, "--json")
                .succeeds()
                .json();
        assertThat(scores.path("fid").asDouble()).isCloseTo(0.8446157104678562, within(1e-9));
        assertThat(scores.path("precision").asDouble()).isEqualTo(0.9875);
        assertThat(scores.path("recall").asDouble()).isCloseTo(52 / 60.0, within(1e-12));
        assertThat(scores.path("cmmd").asDouble()).isCloseTo(2.677641486604987, within(1e-9));
        assertThat(scores.path("count_samples").asInt()).isEqualTo(80);
        assertThat(scores.path("count_reference").asInt()).isEqualTo(60);
        assertThat(scores.has("is_mean")).as("needs logits").isFalse();
    }

    @Test
    void peopleGetLines() throws IOException {
        Path samples = features("samples.npy", NpyType.FLOAT32, 80, 53, 67, 13, 241, 0.25);
        assertThat(Cli.run("evaluate", "--features", samples, samples)
                        .succeeds()
                        .out())
                .contains("Fréchet distance", "of 80 samples against 80");
    }

    @Test
    void whatIsNoFeaturesEndsWithOneLine() throws IOException {
        Path samples = features("samples.npy", NpyType.FLOAT32, 80, 53, 67, 13, 241, 0.25);
        Path bytes = Files.write(
                folder.resolve("bytes.npy"), NpyHeader.of(NpyType.UINT8, 0).toBytes());
        Path text = Files.writeString(folder.resolve("text.npy"), "no numbers");
        Cli.run("evaluate", "--features", samples, bytes).fails(1, "bytes.npy", "(n, d)");
        Cli.run("evaluate", "--features", samples, text).fails(1, "text.npy");
        Cli.run("evaluate", "--features", samples, folder.resolve("none.npy")).fails(1, "none.npy");
    }

    @Test
    void whatIsWronglyAskedEndsWithOneLine() throws IOException {
        Path samples = features("samples.npy", NpyType.FLOAT32, 80, 53, 67, 13, 241, 0.25);
        Cli.run("evaluate", samples)
                .fails(
                        2,
                        "--inception",
                        "classify_image_graph_def.pb",
                        "https://openaipublic.blob.core.windows.net/diffusion/jul-2021/ref_batches/",
                        "pt_inception-2015-12-05-6726825d.pth");
        Cli.run("evaluate", samples, samples).fails(2, "a second file goes with --features", "--reference " + samples);
        Cli.run("evaluate", "--features", samples).fails(2, "two .npy files");
        Cli.run("evaluate", "--features", samples, samples, "--reference", samples)
                .fails(2, "--features compares two .npy files; of the other options only");
        Cli.run("evaluate", samples, "--precision-recall", "float8").fails(2, "float8", "float16 or float32");
        Cli.run("evaluate").fails(2, "say what to score: SAMPLES, or by --model");
        Cli.run("evaluate", samples, "--plan", "small").fails(2, "options that say what to draw go without SAMPLES");
        Cli.run("evaluate", samples, "--threads", 0).fails(2, "threads 0 is not between 1 and 1024");
        Cli.run("evaluate", samples, "--inception", samples, "--device", "abacus")
                .fails(2, "abacus");
        Cli.run("evaluate", samples, "--inception", folder.resolve("none.pb")).fails(1, "none.pb: no such file");
        Cli.run("evaluate", samples, "--inception", samples).fails(1, "samples.npy", "classify_image_graph_def.pb");
    }

    @Test
    void arithmeticOfPrecisionAndRecallIsChosen() throws IOException {
        // By numpy: 222 of 300 samples and 191 of 200 references in float32, 224 and 191 in float16.
        Path samples = features("samples.npy", NpyType.FLOAT32, 300, 64, 53, 67, 13, 257, 0);
        Path reference = features("reference.npy", NpyType.FLOAT32, 200, 64, 37, 101, 11, 263, 0);
        JsonNode half = Cli.run("evaluate", "--features", samples, reference, "--json")
                .succeeds()
                .json();
        JsonNode single = Cli.run(
                        "evaluate", "--features", samples, reference, "--precision-recall", "float32", "--json")
                .succeeds()
                .json();
        assertThat(half.path("precision").asDouble()).isCloseTo(224 / 300.0, within(1e-12));
        assertThat(single.path("precision").asDouble()).isCloseTo(222 / 300.0, within(1e-12));
        assertThat(single.path("recall").asDouble()).isCloseTo(191 / 200.0, within(1e-12));
    }

    private Path features(String name, NpyType type, int n, int a, int b, int c, int m, double shift)
            throws IOException {
        return features(name, type, n, 8, a, b, c, m, shift);
    }

    private Path features(String name, NpyType type, int n, int d, int a, int b, int c, int m, double shift)
            throws IOException {
        byte[] header = NpyHeader.of(type, n, d).toBytes();
        ByteBuffer file =
                ByteBuffer.allocate(header.length + n * d * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(header);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                double value = (i * a + j * b + i * j * c + i * i % 7 * j) % m / 64.0 + shift;
                if (type == NpyType.FLOAT32) {
                    file.putFloat((float) value);
                } else {
                    file.putDouble(value);
                }
            }
        }
        return Files.write(folder.resolve(name), file.array());
    }
}
