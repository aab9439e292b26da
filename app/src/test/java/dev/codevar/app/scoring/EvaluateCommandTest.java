package dev.codevar.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.SmallFiles;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.report.provenance.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluateCommandTest {
    /** Of a feature of fashion32's classifier. */
    private static final int DIMENSIONS = 128;

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
    void notesLookAtBothSides() throws IOException {
        Path samples = features("samples.npy", NpyType.FLOAT32, 80, 8, 53, 67, 13, 241, 0.25);
        // Whatever is divided by 1 leaves 0.
        Path one = features("one.npy", NpyType.FLOAT32, 7, 8, 1, 1, 1, 1, 0);
        assertThat(Cli.run("evaluate", "--features", samples, one).succeeds().out())
                .contains(
                        "note: all 7 reference pictures are the same picture",
                        "note: 1 reference picture is there 4 times or more",
                        "note: Fréchet distance stands on a singular covariance: 7 reference pictures of 8 dimensions");
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
        Cli.run("evaluate", "--features", samples, bytes).fails(2, "bytes.npy", "(n, d)");
        Cli.run("evaluate", "--features", samples, text).fails(2, "text.npy");
        Cli.run("evaluate", "--features", samples, folder.resolve("none.npy")).fails(2, "none.npy");
    }

    @Test
    void whatIsWronglyAskedEndsWithOneLine() throws IOException {
        Path samples = features("samples.npy", NpyType.FLOAT32, 80, 53, 67, 13, 241, 0.25);
        Cli.run("evaluate", samples).fails(2, "model 'fashion32' is unknown");
        Cli.run("evaluate", samples, samples).fails(2, "a second file goes with --features", "--reference " + samples);
        Cli.run("evaluate", "--features", samples).fails(2, "needs two files");
        Cli.run("evaluate", "--features", samples, samples, "--reference", samples)
                .fails(2, "--features compares two files of features; of the other options only");
        Cli.run("evaluate", samples, "--precision-recall", "float8").fails(2, "float8", "float16 or float32");
        Cli.run("evaluate").fails(2, "say what to score: SAMPLES, or by --model");
        Cli.run("evaluate", samples, "--plan", "small")
                .fails(2, "options that say what to draw, and how, go without SAMPLES");
        Cli.run("evaluate", samples, "--precision", "float32").fails(2, "options that say what to draw, and how");
        Cli.run("evaluate", samples, "--device", "cpu,small=cpu").fails(2, "device 'cpu,small=cpu' is not legal for");
        Cli.run("evaluate", samples, "--low-memory").fails(2, "options that say what to draw, and how");
        for (Object[] ignored : new Object[][] {{"--device", "cpu"}, {"--precision", "float32"}, {"--low-memory"}}) {
            Cli.run(Stream.concat(Stream.of("evaluate", "--features", samples, samples), Stream.of(ignored))
                            .toArray())
                    .fails(2, "--features compares two files of features; of the other options only");
        }
        Cli.run("evaluate", "-m", Cli.FASHION32, samples, "--cache", samples)
                .fails(2, "cannot write into folder " + samples);
        Cli.run("evaluate", samples, "--threads", 0).fails(2, "threads 0 is not between 1 and 1024");
        Cli.run("evaluate", samples, "--inception", samples, "--device", "abacus")
                .fails(2, "abacus");
        Cli.run("evaluate", samples, "--inception", folder.resolve("none.pb")).fails(2, "none.pb: no such file");
        Cli.run("evaluate", samples, "--inception", samples).fails(2, "samples.npy", "classify_image_graph_def.pb");
    }

    /** What can be wrong is found before anything is drawn, in less time than the default's 10,000 pictures take. */
    @Test
    void nothingIsDrawnForWhatCannotBeScored() throws IOException {
        Path cache = folder.resolve("cache");
        Path text = Files.writeString(folder.resolve("text.npz"), "no numbers");
        drawn(cache, "--reference", folder.resolve("none.npz")).fails(2, "none.npz");
        drawn(cache, "--reference", text).fails(2, "text.npz");
        drawn(cache, "--class-distances", "--reference", features("real.npz")).fails(2, "the classes of the reference");
        drawn(cache, "--report", folder.resolve("no/page.html")).fails(2, "there is no folder");
        drawn(cache, "--class-distances", "--per-class", 1).fails(2, "class ", "1 samples", "needs 2 of each");
        assertThat(cache).doesNotExist();
        Path one = SmallFiles.features(folder.resolve("one.npz"), 1, DIMENSIONS);
        drawn(cache, "--per-class", 2, "--reference", one)
                .fails(2, "one.npz holds 1 picture: statistics need at least 2");
        float[] values = new float[2 * DIMENSIONS];
        values[DIMENSIONS + 3] = Float.NaN;
        drawn(
                        cache,
                        "--per-class",
                        2,
                        "--reference",
                        SmallFiles.features(folder.resolve("nan.npz"), DIMENSIONS, values))
                .fails(2, "nan.npz: row 1 of the features, from 0, is not finite");
        values[DIMENSIONS + 3] = -1024;
        drawn(
                        cache,
                        "--per-class",
                        2,
                        "--reference",
                        SmallFiles.features(folder.resolve("far.npz"), DIMENSIONS, values))
                .fails(2, "far.npz: row 1 of the features, from 0, holds -1024.0", "between -1024.0 and 1024.0");
        double[] diagonal = new double[DIMENSIONS];
        Arrays.fill(diagonal, 1);
        diagonal[7] = -0.5;
        drawn(cache, "--per-class", 2, "--reference", SmallFiles.statistics(folder.resolve("below.npz"), diagonal))
                .fails(2, "below.npz, mu and sigma: a covariance has the eigenvalue -0.500, which is below 0");
        Path unseen = SmallFiles.pictures(folder.resolve("unseen.npz"), 3, 32);
        Files.writeString(folder.resolve("unseen.npz.features"), "in the way");
        Cli.run("evaluate", "-m", Cli.FASHION32, "--per-class", 2, "--reference", unseen)
                .fails(2, "cannot write into folder " + folder.resolve("unseen.npz.features"), "--cache names another");
        assertThat(cache).doesNotExist();
    }

    /** {@return an npz with features of as many dimensions as fashion32's classifier has, and nothing else} */
    private Path features(String name) {
        return SmallFiles.features(folder.resolve(name), DIMENSIONS, new float[2 * DIMENSIONS]);
    }

    /** What was drawn is there for the same command, and for no other. */
    @Test
    @Tag("slow")
    void whatWasDrawnIsGoneOnWith() throws IOException {
        Path cache = folder.resolve("cache");
        Path real = features("real.npz");
        JsonNode first = drawn(cache, "--reference", real, "--per-class", 1, "--json")
                .succeeds()
                .json();
        Path kept = onlyFolder(cache);
        assertThat(kept.getFileName().toString()).matches("codevar-fashion32-[0-9a-f]{8}\\.features");
        Files.setLastModifiedTime(kept.resolve("features.bin"), FileTime.fromMillis(0));
        Cli.Done again = drawn(cache, "--reference", real, "--per-class", 1).succeeds();
        assertThat(again.out()).contains("samples: drawn by fashion32, plan drafter3:3,refiner3, features in " + kept);
        assertThat(Files.getLastModifiedTime(kept.resolve("features.bin")).toMillis())
                .isZero();
        Files.writeString(
                kept.resolve("makers.json"), "{\"all\": [{\"version\": \"0.0.7\", \"kernels\": \"abacus\"}]}");
        assertThat(drawn(cache, "--reference", real, "--per-class", 1)
                        .succeeds()
                        .out())
                .contains(
                        "note: the samples were drawn in parts by version " + Program.version(),
                        ", then by version 0.0.7 with kernels for abacus: drawn again by one of them, pictures");
        drawn(cache, "--reference", real, "--per-class", 1, "--seed", 7).succeeds();
        try (Stream<Path> folders = Files.list(cache)) {
            assertThat(folders).hasSize(2);
        }
        // Broken off just before its end.
        Files.delete(kept.resolve("complete"));
        assertThat(drawn(cache, "--reference", real, "--per-class", 1, "--json")
                        .succeeds()
                        .json()
                        .path("fid"))
                .isEqualTo(first.path("fid"));
    }

    private static Cli.Done drawn(Path cache, Object... options) {
        return Cli.run(Stream.concat(
                        Stream.of(
                                "evaluate",
                                "-m",
                                Cli.FASHION32,
                                "--threads",
                                1,
                                "--precision",
                                "float32",
                                "--cache",
                                cache),
                        Stream.of(options))
                .toArray());
    }

    private static Path onlyFolder(Path in) throws IOException {
        try (Stream<Path> folders = Files.list(in)) {
            List<Path> all = folders.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** The network is that of the model set that drew the pictures, without being named. */
    @Test
    @Tag("slow")
    void aRunIsSeenByTheNetworkOfItsOwnSet() {
        Path run = folder.resolve("run");
        Path real = features("real.npz");
        Cli.run("sample", "-m", Cli.FASHION32, "--per-class", 1, "-o", run).succeeds();
        for (Path place : List.of(run, folder.resolve("run.npz"))) {
            assertThat(Cli.run("evaluate", place, "--reference", real)
                            .succeeds()
                            .out())
                    .contains("features: the classifier of fashion32", "right class", "classifier's score")
                    .doesNotContain("Inception Score", "(FID)");
        }
    }

    /** Whatever the network, the help is true of it. */
    @Test
    void helpSaysWhatIsComputedWithoutAReference() {
        assertThat(Cli.run("evaluate", "--help").succeeds().out().replaceAll("\\s+", " "))
                .contains(
                        "as they are published; or the same of what a model set's own network sees",
                        "without any, only the score of class probabilities is computed (Inception Score), and how often"
                                + " a model set's own network sees the class asked for.");
    }

    @Test
    void nothingStaysBehindInTheTemporaryFolder() throws IOException, InterruptedException {
        Process stopped = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stopped.class.getName())
                .start();
        assertThat(stopped.waitFor()).isEqualTo(3);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    /** Ends as a process does that is told to stop: nobody closes anything. */
    static final class Stopped {
        public static void main(String... words) throws IOException {
            Files.write(new TemporaryFolder().resolve("features.bin"), new byte[1]);
            System.exit(3);
        }
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
