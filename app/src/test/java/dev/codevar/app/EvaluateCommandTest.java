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
        Cli.run("evaluate", samples, samples).fails(2, "--features");
    }

    private Path features(String name, NpyType type, int n, int a, int b, int c, int m, double shift)
            throws IOException {
        int d = 8;
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
