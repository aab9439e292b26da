package dev.codevar.app.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.app.Cli;
import dev.codevar.app.PlainScores;
import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.evaluation.inception.Inception;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar evaluate} on pictures of {@code codevar sample}. */
class EvaluatePicturesTest {
    private static final int POOL = 2048;
    private static final int SPATIAL = 2023;
    private static final int LOGITS = 1008;
    private static final int NUMBERS = POOL + SPATIAL + LOGITS;

    @TempDir
    Path temp;

    /** The one way through the command that has Inception's own size, in which a Fréchet distance takes seconds. */
    @Test
    @Tag("slow")
    void fromSampledPicturesToScores() throws IOException {
        sample("one", 1);
        sample("two", 2);
        Path page = temp.resolve("page.html");
        JsonNode scores = Cli.run(
                        "evaluate",
                        temp.resolve("one"),
                        "--reference",
                        temp.resolve("two.npz"),
                        "--inception",
                        weights(),
                        "--precision-recall",
                        "float32",
                        "--report",
                        page,
                        "--json")
                .succeeds()
                .json();
        double[][] one = features("one");
        double[][] two = features("two.npz");
        double[][] pool = PlainScores.columns(one, 0, POOL);
        double[][] otherPool = PlainScores.columns(two, 0, POOL);
        assertThat(scores.path("fid").asDouble()).isCloseTo(PlainScores.frechet(pool, otherPool), withPercentage(0.1));
        assertThat(scores.path("sfid").asDouble())
                .isCloseTo(
                        PlainScores.frechet(
                                PlainScores.columns(one, POOL, SPATIAL), PlainScores.columns(two, POOL, SPATIAL)),
                        withPercentage(0.1));
        assertThat(scores.path("is_mean").asDouble())
                .isCloseTo(
                        PlainScores.inceptionScore(PlainScores.columns(one, POOL + SPATIAL, LOGITS)),
                        withPercentage(1e-4));
        assertThat(scores.path("precision").asDouble()).isEqualTo(PlainScores.shareInside(pool, otherPool, 3));
        assertThat(scores.path("recall").asDouble()).isEqualTo(PlainScores.shareInside(otherPool, pool, 3));
        assertThat(scores.path("count_samples").asInt()).isEqualTo(6);
        assertThat(scores.has("fid_low")).as("fewer samples than dimensions").isFalse();
        assertThat(Files.readString(page)).contains("data:image/png;base64,", "Inception (2015)");
        assertThat(featureFiles(temp)).hasSize(2);
    }

    /** {@return the features that the command kept of a set, in float64} */
    private double[][] features(String set) throws IOException {
        List<Path> kept = featureFiles(temp.resolve(set + ".features"));
        assertThat(kept).hasSize(1);
        return PlainScores.rows(Files.readAllBytes(kept.get(0)), NUMBERS);
    }

    /** A run that streams keeps where its network is: it goes on from any folder, without being told anything. */
    @Test
    @Tag("slow")
    void aStreamedRunFindsInceptionFromAnotherFolder() throws Exception {
        Path run = temp.resolve("streamed");
        Cli.run(
                        "sample",
                        "-m",
                        Cli.FASHION32,
                        "-o",
                        run,
                        "--class",
                        "1;5",
                        "--per-class",
                        2,
                        "--batch",
                        2,
                        "--precision",
                        "float32",
                        "--stream",
                        "--inception",
                        Path.of("").toAbsolutePath().relativize(weights()))
                .succeeds();
        double[][] whole = PlainScores.rows(Files.readAllBytes(run.resolve("features.bin")), NUMBERS);
        // Broken off after the first of two blocks.
        Files.delete(run.resolve("complete"));
        Files.write(run.resolve("done"), Arrays.copyOf(Files.readAllBytes(run.resolve("done")), 20));
        Path said = temp.resolve("said");
        int code = new ProcessBuilder(Cli.command("sample", "--out", run))
                .directory(Files.createDirectories(temp.resolve("elsewhere")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        assertThat(said).content().contains("4 pictures, 2 of them drawn now");
        assertThat(code).isZero();
        double[][] again = PlainScores.rows(Files.readAllBytes(run.resolve("features.bin")), NUMBERS);
        assertThat(again).hasSameDimensionsAs(whole);
        for (int i = 0; i < whole.length; i++) {
            // The other process has other threads, which Inception's last bits follow.
            double largest = Arrays.stream(whole[i]).map(Math::abs).max().orElseThrow();
            assertThat(again[i]).containsExactly(whole[i], within(1e-4 * largest));
        }
    }

    @Test
    void aSetIsNoDistanceFromItselfAndThePageSaysSo() throws IOException {
        sample("one", 1);
        Path cache = temp.resolve("cache");
        Path page = temp.resolve("page.html");
        String people = Cli.run(
                        "evaluate",
                        temp.resolve("one"),
                        "--reference",
                        temp.resolve("one"),
                        "-m",
                        Cli.FASHION32,
                        "--cache",
                        cache,
                        "--class-distances",
                        "--report",
                        page)
                .succeeds()
                .out();
        assertThat(people)
                .contains("6 pictures of 32x32 pixels", "features: ", "the 2 furthest of 2 classes")
                .doesNotContain("Inception (2015)");
        assertThat(Files.readString(page)).contains("data:image/png;base64,", "it holds the samples themselves");
        double fid = Double.parseDouble(people.lines()
                .filter(line -> line.startsWith("Fréchet distance "))
                .findFirst()
                .orElseThrow()
                .substring(24));
        assertThat(fid).isCloseTo(0, within(1e-3));
        assertThat(featureFiles(cache)).as("where they were told to be").hasSize(1);
        assertThat(featureFiles(temp)).as("and nowhere else").hasSize(1);
    }

    private static List<Path> featureFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("features.bin")).toList();
        }
    }

    private void sample(String folder, int seed) {
        Cli.run(
                        "sample",
                        "-m",
                        Cli.FASHION32,
                        "-o",
                        temp.resolve(folder),
                        "--class",
                        "1;5",
                        "--per-class",
                        3,
                        "--seed",
                        seed)
                .succeeds();
    }

    /** {@return Inception's weights, of chance} */
    private Path weights() {
        Libtorch.load();
        RandomWeights random = new RandomWeights("Inception", Inception.tensors(), 1);
        Path file = temp.resolve("inception.safetensors");
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            random.tensors().keySet().forEach(name -> {
                Tensor values = random.load(name, ScalarType.Float);
                // Variances are above 0.
                tensors.put(name, name.endsWith("running_var") ? values.fill_(new Scalar(1.0)) : values);
            });
            Safetensors.write(file, tensors, Map.of());
        }
        return file;
    }
}
