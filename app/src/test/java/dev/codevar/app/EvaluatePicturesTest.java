package dev.codevar.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.lab.inception.Inception;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar evaluate} on pictures of {@code codevar sample}, with weights of chance in full size. */
class EvaluatePicturesTest {
    @TempDir
    Path temp;

    @Test
    @Tag("slow")
    void fromSampledPicturesToScores() throws IOException {
        Path weights = weights();
        sample("one", 1);
        sample("two", 2);
        Cli.Done done = Cli.run(
                "evaluate",
                temp.resolve("one"),
                "--reference",
                temp.resolve("two.npz"),
                "--inception",
                weights,
                "--json");
        JsonNode scores = done.succeeds().json();
        assertThat(scores.path("fid").asDouble()).isPositive();
        assertThat(scores.path("sfid").asDouble()).isPositive();
        assertThat(scores.path("is_mean").asDouble()).isBetween(1.0, 1008.0);
        assertThat(scores.path("recall").asDouble()).isBetween(0.0, 1.0);
        assertThat(scores.path("count_samples").asInt()).isEqualTo(6);
        assertThat(scores.has("fid_low")).as("fewer samples than dimensions").isFalse();
        // The features are there by now, and those of a set are no distance from themselves.
        String people = Cli.run(
                        "evaluate",
                        temp.resolve("one"),
                        "--reference",
                        temp.resolve("one"),
                        "--inception",
                        weights,
                        "--class-distances",
                        "--report",
                        temp.resolve("page.html"))
                .succeeds()
                .out();
        assertThat(people)
                .contains("6 pictures of 32x32 pixels", "features: Inception (2015)", "the 2 furthest of 2 classes");
        assertThat(Files.readString(temp.resolve("page.html")))
                .contains("data:image/png;base64,", "Inception (2015)", "it holds the samples themselves");
        double fid = Double.parseDouble(people.lines()
                .filter(line -> line.startsWith("Fréchet distance (FID)"))
                .findFirst()
                .orElseThrow()
                .substring(24));
        assertThat(fid).isCloseTo(0, within(1e-3));
        try (Stream<Path> files = Files.walk(temp)) {
            assertThat(files.filter(file -> file.endsWith("features.bin"))).hasSize(2);
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
