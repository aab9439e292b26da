package dev.codevar.lab.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationFileTest {
    @TempDir
    Path folder;

    private static String preset(String name) throws IOException {
        try (InputStream in = ConfigurationFileTest.class.getResourceAsStream(name + ".yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Class<? extends Configuration> type(String preset) {
        if (preset.endsWith("vqvae")) {
            return VqVaeConfiguration.class;
        }
        boolean tuned = preset.endsWith("drafter") || preset.endsWith("refiner");
        return tuned ? FineTuningConfiguration.class : VarConfiguration.class;
    }

    private static String kind(String preset) {
        String last = preset.substring(preset.indexOf('-') + 1);
        return List.of("vqvae", "drafter", "refiner").contains(last) ? last : "var";
    }

    @Test
    void everyPresetIsLegal() {
        for (String preset : ConfigurationFile.PRESETS) {
            Configuration value = ConfigurationFile.read(preset, kind(preset), type(preset), Map.of())
                    .value();
            assertThat(value.recipe().epochs()).as(preset).isPositive();
        }
    }

    /** Batch, learning rate for each 256 of it, epochs and decay, as the published code's instructions have them. */
    @ParameterizedTest
    @CsvSource({
        "imagenet-d16, 16, 768, 1e-4, 200, 0.05, 1e-3",
        "imagenet-d20, 20, 768, 1e-4, 250, 0.05, 1e-3",
        "imagenet-d24, 24, 768, 8e-5, 350, 0.05, 1e-4",
        "imagenet-d30, 30, 1024, 8e-5, 350, 0.08, 1e-5"
    })
    void imageNetsAreThePublishedOnes(
            String preset, int depth, int batch, double rate, double epochs, double decay, double gamma) {
        VarConfiguration value = ConfigurationFile.read(preset, "var", VarConfiguration.class, Map.of())
                .value();
        assertThat(value.model().depth()).isEqualTo(depth);
        assertThat(value.model().pyramid()).isEqualTo(Pyramid.IMAGENET_256);
        assertThat(value.recipe().examplesOfStep()).isEqualTo(batch);
        assertThat(value.recipe().learningRate()).isCloseTo(rate * batch / 256, withPercentage(0.01));
        assertThat(value.recipe().epochs()).isEqualTo(epochs);
        assertThat(value.recipe().decay()).isEqualTo(decay);
        assertThat(value.gamma()).isEqualTo(gamma);
        assertThat(value.regularisation().labelDropping()).isEqualTo(0.1);
        assertThat(value.regularisation().dropPath()).isCloseTo(0.1 * depth / 24, withPercentage(0.1));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("my.yaml"), content);
    }

    private void assertRefused(String content, String end) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> ConfigurationFile.read(file.toString(), "var", VarConfiguration.class, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("configuration " + file + ": " + end);
    }

    @Test
    void whatIsNotLegalIsNamed() throws IOException {
        String good = preset("fashion32-large");
        assertRefused(
                good + "gama: 1\n",
                "unknown key 'gama' at 'gama'; legal there: flips, gamma, held_out, kind, model, recipe, regularisation");
        assertRefused(good.replace("gamma: 0.001", ""), "'gamma' is missing or of the wrong type");
        assertRefused(good.replace("gamma: 0.001", "gamma:"), "'gamma' is missing or of the wrong type");
        assertRefused(good.replace("batch: 128", "batch: 12.5"), "'recipe.batch' is missing or of the wrong type");
        assertRefused(good.replace("batch: 128", "batch: many"), "'recipe.batch' is missing or of the wrong type");
        assertRefused(good.replace("batch: 128", "batch: 0"), "batch 0 is not at least 1");
        assertRefused(good.replace("kind: var", "kind: vqvae"), "its kind is 'vqvae', but this trains 'var'");
        assertRefused("- 1\n", "it has no keys");
        assertRefused("", "it has no keys");
        assertThatThrownBy(() -> ConfigurationFile.read(
                        file(good + "gamma: 1\n").toString(), "var", VarConfiguration.class, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Duplicate field 'gamma'");
        assertThatThrownBy(() -> ConfigurationFile.read("fashion64", "var", VarConfiguration.class, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("configuration 'fashion64' is neither a file nor one of fashion32-vqvae, ");
    }

    @Test
    void aRefinersWeightsDoNotDecay() {
        assertThatThrownBy(() -> ConfigurationFile.read(
                        "fashion32-refiner", "refiner", FineTuningConfiguration.class, Map.of("recipe.decay", 0.1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("decay 0.1: a refiner's weights do not decay, so it is 0");
    }

    @Test
    void whatIsSaidGoesOverWhatIsWritten() throws IOException {
        Path file = file(preset("fashion32-large").replace("gamma: 0.001", "gamma: 1e-3"));
        ConfigurationFile.Read<VarConfiguration> read = ConfigurationFile.read(
                file.toString(),
                "var",
                VarConfiguration.class,
                Map.of("recipe.batch", 7, "recipe.learning_rate", 0.25));
        assertThat(read.value().recipe().batch()).isEqualTo(7);
        assertThat(read.value().recipe().learningRate()).isEqualTo(0.25);
        assertThat(read.value().gamma()).isEqualTo(0.001);
        Path again = file(read.yaml());
        assertThat(ConfigurationFile.read(again.toString(), "var", VarConfiguration.class, Map.of())
                        .value())
                .isEqualTo(read.value());
    }
}
