package dev.codevar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.OneThread;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafters and refiners of fashion32's small transformer, a step or two long. */
@ExtendWith(OneThread.class)
class FineTuningRunTest {
    private static final Path SMALL = TinyRuns.FASHION32.transformerFile("small");
    private static final int NAMED =
            10 * TinyRuns.FASHION32.transformerConfig("small").width();

    @TempDir
    Path folder;

    private TinyRuns runs;
    private Path data;

    @BeforeEach
    void makePictures() throws IOException {
        runs = new TinyRuns(folder);
        data = Files.createDirectory(folder.resolve("fashion"));
        TrainingFiles.fashionMnist(data, 20);
    }

    private float[] tuned(String kind, String out, String tensor, String key, double value) throws IOException {
        Path weights = runs.tuned(kind, data, out, 3, Map.of("recipe.steps", 1, "regularisation." + key, value))
                .run(RunListener.NONE)
                .weights()
                .orElseThrow();
        return TinyRuns.weights(weights, tensor);
    }

    /** A class that no example has gets no gradient, and stays. */
    @ParameterizedTest
    @ValueSource(strings = {"drafter", "refiner"})
    void labelsAreDroppedAsOftenAsIsSaid(String kind) throws IOException {
        String classes = "class_emb.weight";
        float[] first = TinyRuns.weights(SMALL, classes);
        float[] none = tuned(kind, "none", classes, "label_dropping", 1);
        float[] all = tuned(kind, "all", classes, "label_dropping", 0);
        assertThat(Arrays.copyOf(none, NAMED)).isEqualTo(Arrays.copyOf(first, NAMED));
        assertThat(Arrays.copyOf(all, NAMED)).isNotEqualTo(Arrays.copyOf(first, NAMED));
        assertThat(noClass(none)).isNotEqualTo(noClass(first));
        assertThat(noClass(all)).isEqualTo(noClass(first));
    }

    private static float[] noClass(float[] classes) {
        return Arrays.copyOfRange(classes, NAMED, classes.length);
    }

    /** A last block that is skipped as good as always gets no gradient. */
    @ParameterizedTest
    @ValueSource(strings = {"drafter", "refiner"})
    void blocksAreSkippedAsOftenAsIsSaid(String kind) throws IOException {
        String last = "blocks.1.ffn.fc1.weight";
        float[] first = TinyRuns.weights(SMALL, last);
        assertThat(tuned(kind, "skipped", last, "drop_path", 0.999_999)).isEqualTo(first);
        assertThat(tuned(kind, "whole", last, "drop_path", 0)).isNotEqualTo(first);
    }

    /** The loss that it ends with is the divergence of the scales from N on, over all tokens. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aRefinerIsMeasuredByTheScalesThatItMakes(int draftSteps) throws IOException {
        runs.tuned("refiner", data, "out", draftSteps, Map.of()).run(RunListener.NONE);
        JsonNode measured = runs.log("out", "validation").get(0);
        Pyramid pyramid = Pyramid.of(1, 2, 3, 4, 6, 8);
        double expected = 0;
        for (int k = draftSteps; k < 6; k++) {
            expected += pyramid.tokens(k)
                    * measured.path("scale " + k + " divergence").asDouble();
        }
        assertThat(expected).isPositive();
        assertThat(measured.path("loss").asDouble()).isCloseTo(expected / 130, within(1e-6 * expected));
        // The drafted scales' weight falls evenly to 0.
        assertThat(runs.log("out", "training"))
                .extracting(line -> line.path("weight of drafted scales").asDouble())
                .containsExactly(1.0, 0.5);
    }

    @Test
    void aDrafterLearnsTheScalesThatItMakes() throws IOException {
        runs.tuned("drafter", data, "out", 2, Map.of()).run(RunListener.NONE);
        for (String kind : new String[] {"training", "validation"}) {
            JsonNode line = runs.log("out", kind).get(0);
            assertThat(line.has("scale 1 loss")).as(kind).isTrue();
            assertThat(line.has("scale 2 loss")).as(kind).isFalse();
        }
    }

    @Test
    void whatItWasBegunWithIsLookedAtBeforeTokensAreFound() throws IOException {
        runs.tuned("drafter", data, "out", 2, Map.of()).run(new StopsAt(1));
        FineTuningRun other = runs.tuned("drafter", data, "out", 3, Map.of());
        Place place = other.place();
        Path tokens = folder.resolve("other-tokens");
        FineTuningRun elsewhere = new FineTuningRun(
                other.configured(),
                other.set(),
                other.from(),
                other.other(),
                other.draftSteps(),
                new Place(place.data(), place.out(), tokens, place.compute(), place.maker(), place.peers()));
        assertThatThrownBy(() -> elsewhere.run(RunListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was begun with draft steps 2, not 3");
        assertThat(tokens).doesNotExist();
    }

    @Test
    void aTransformerForOtherCodesOrClassesIsRefusedBeforeTokensAreFound() throws IOException {
        FineTuningRun good = runs.tuned("refiner", data, "out", 2, Map.of());
        VarConfig config = good.from().config();
        assertRefused(
                good,
                new VarConfig(2, 10, 64, 16, false, config.pyramid()),
                "the transformer is for 64 codes of 16 channels, but the VQ-VAE has 512 of 16");
        assertRefused(
                good,
                new VarConfig(2, 10, 512, 8, false, config.pyramid()),
                "the transformer is for 512 codes of 8 channels, but the VQ-VAE has 512 of 16");
        assertRefused(
                good,
                new VarConfig(2, 7, 512, 16, false, config.pyramid()),
                "the transformer has 7 classes, but the pictures have 10");
        assertThat(folder.resolve("out-tokens")).doesNotExist();
    }

    private static void assertRefused(FineTuningRun good, VarConfig config, String message) {
        TransformerFile other = new TransformerFile(good.from().weights(), config);
        FineTuningRun run =
                new FineTuningRun(good.configured(), good.set(), other, other, good.draftSteps(), good.place());
        assertThatThrownBy(() -> run.run(RunListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }
}
