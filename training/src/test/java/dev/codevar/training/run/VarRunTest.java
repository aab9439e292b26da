package dev.codevar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.OneThread;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration says reaches the training, and what does not fit is told before anything takes long. */
@ExtendWith(OneThread.class)
class VarRunTest {
    private static final int WIDTH = 128;
    private static final int CLASSES = 2;

    @TempDir
    Path folder;

    private TinyRuns runs;
    private Path data;

    @BeforeEach
    void makePictures() throws IOException {
        runs = new TinyRuns(folder);
        data = runs.pictures(1, 2);
    }

    private float[] trained(String out, String tensor, Map<String, Object> said) throws IOException {
        return TinyRuns.weights(runs.var(data, out, said).weights().orElseThrow(), tensor);
    }

    /** {@return what the training begins with: it is stopped by a learning rate of next to nothing} */
    private float[] first(String out, String tensor, double gamma) throws IOException {
        return trained(out, tensor, Map.of("recipe.learning_rate", 1e-30, "gamma", gamma));
    }

    @Test
    void freshCropsAreCutInTheStep() throws IOException {
        runs.var(data, "fixed", Map.of());
        runs.var(data, "fresh", Map.of("fresh_crops", true));
        assertThat(runs.tokenFiles("fixed")).as("training's and held-out ones").isEqualTo(2);
        assertThat(runs.tokenFiles("fresh")).as("held-out ones").isEqualTo(1);
        assertThat(runs.log("fresh", "training").get(0).path("loss").asDouble())
                .isNotEqualTo(runs.log("fixed", "training").get(0).path("loss").asDouble());
    }

    /** Of ten pictures, plain and mirrored: a tenth is two. */
    @ParameterizedTest
    @CsvSource({"false, 1, 1", "false, 2, 2", "true, 2, 1", "true, 3, 2"})
    void aTrainingThatSeesFewFindsTheTokensOfThoseAlone(boolean flips, int steps, int files) throws IOException {
        runs.var(data, "out", Map.of("flips", flips, "recipe.batch", 1, "recipe.steps", steps));
        assertThat(runs.tokenFiles("out")).isEqualTo(files);
    }

    /** A class that no example has gets no gradient, and stays. */
    @Test
    void labelsAreDroppedAsOftenAsIsSaid() throws IOException {
        String classes = "class_emb.weight";
        float[] first = first("first", classes, 1);
        float[] none = trained("none", classes, Map.of("regularisation.label_dropping", 1.0));
        float[] all = trained("all", classes, Map.of("regularisation.label_dropping", 0.0));
        int named = CLASSES * WIDTH;
        assertThat(Arrays.copyOf(none, named)).isEqualTo(Arrays.copyOf(first, named));
        assertThat(Arrays.copyOf(all, named)).isNotEqualTo(Arrays.copyOf(first, named));
        assertThat(noClass(none)).isNotEqualTo(noClass(first));
        assertThat(noClass(all)).isEqualTo(noClass(first));
    }

    private static float[] noClass(float[] classes) {
        return Arrays.copyOfRange(classes, CLASSES * WIDTH, classes.length);
    }

    /** A last block that is skipped as good as always gets no gradient. */
    @Test
    void blocksAreSkippedAsOftenAsIsSaid() throws IOException {
        for (int block = 0; block < 2; block++) {
            String layer = "blocks." + block + ".ffn.fc1.weight";
            float[] first = first("first" + block, layer, 1);
            float[] skipped = trained("skipped" + block, layer, Map.of("regularisation.drop_path", 0.999_999));
            assertThat(Arrays.equals(skipped, first)).as(layer).isEqualTo(block == 1);
            assertThat(trained("whole" + block, layer, Map.of())).as(layer).isNotEqualTo(first);
        }
    }

    /** The first third of an adaptive layer are gains, and gamma scales them alone. */
    @Test
    void gammaScalesTheFirstGains() throws IOException {
        String adaptive = "blocks.1.ada_lin.1.weight";
        float[] whole = first("whole", adaptive, 1);
        float[] quarter = first("quarter", adaptive, 0.25);
        for (int i = 0; i < whole.length; i++) {
            float factor = i < whole.length / 3 ? 0.25f : 1;
            assertThat(quarter[i]).isCloseTo(factor * whole[i], within(1e-8f));
        }
    }

    @Test
    void whatItBeginsWithIsLookedAtBeforeTokensAreFound() throws IOException {
        Path vae = runs.vae(3);
        Path shallow =
                runs.var(data, "shallow", Map.of("model.depth", 1)).weights().orElseThrow();
        assertThatThrownBy(() -> runs.var(data, "wrong", Map.of(), vae, Optional.of(shallow), RunListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is another transformer");
        assertThatThrownBy(() -> runs.var(data, "wrong", Map.of(), vae, Optional.of(vae), RunListener.NONE))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("is no VAR transformer");
        assertThatThrownBy(() -> runs.var(data, "wrong", Map.of("recipe.batch", 11)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is more than the 10 examples that there are");
        assertThat(folder.resolve("wrong-tokens")).doesNotExist();
        assertThat(folder.resolve("wrong")).doesNotExist();
    }

    @Test
    void whatItWasBegunWithIsLookedAtBeforeTokensAreFound() throws IOException {
        Path vae = runs.vae(3);
        runs.var(data, "out", Map.of(), vae, Optional.empty(), new StopsAt(1));
        long found = runs.tokenFiles("out");
        Path other = runs.vae(4);
        assertThatThrownBy(() -> runs.var(data, "out", Map.of(), other, Optional.empty(), RunListener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("was begun with vae ");
        assertThat(runs.tokenFiles("out")).isEqualTo(found);
        assertThat(runs.var(data, "out", Map.of(), vae, Optional.empty(), RunListener.NONE)
                        .step())
                .isEqualTo(2);
    }
}
