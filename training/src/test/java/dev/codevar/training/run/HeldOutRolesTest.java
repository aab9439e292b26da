package dev.codevar.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.OneThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every training learns from the pictures to train on, and is measured with the others. */
@ExtendWith(OneThread.class)
class HeldOutRolesTest {
    /** So little that the parameters stay as they are, and measures hang on the pictures alone. */
    private static final double STILL = 1e-30;

    @TempDir
    Path folder;

    private void train(String kind, Path data, String out) throws IOException {
        TinyRuns runs = new TinyRuns(folder);
        Map<String, Object> said = Map.of("recipe.learning_rate", STILL);
        switch (kind) {
            case "vqvae" -> runs.vqVae(data, out, said);
            case "var" -> runs.var(data, out, said);
            case "var in steps" -> runs.var(data, out, Map.of("recipe.learning_rate", STILL, "fresh_crops", true));
            default -> runs.classifier(data, out, said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vqvae", "var", "var in steps", "classifier"})
    void whatIsMeasuredIsNotLearntFrom(String kind) throws IOException {
        TinyRuns runs = new TinyRuns(folder);
        train(kind, runs.pictures(1, 2), "one");
        train(kind, runs.pictures(1, 4), "measured otherwise");
        train(kind, runs.pictures(3, 2), "trained otherwise");
        assertThat(runs.log("one", "training")).hasSize(2);
        assertThat(runs.log("one", "validation")).hasSize(1);
        assertThat(runs.log("measured otherwise", "training")).isEqualTo(runs.log("one", "training"));
        assertThat(runs.log("measured otherwise", "validation")).isNotEqualTo(runs.log("one", "validation"));
        assertThat(runs.log("trained otherwise", "training")).isNotEqualTo(runs.log("one", "training"));
        assertThat(runs.log("trained otherwise", "validation")).isEqualTo(runs.log("one", "validation"));
    }
}
