package dev.codevar.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Fall;
import dev.codevar.training.loop.Recipe;
import dev.codevar.training.task.AdversarialOptions;
import dev.codevar.training.task.PerceptualOptions;
import dev.codevar.training.task.TransformerOptions;
import dev.codevar.training.task.Views;
import dev.codevar.vqvae.VqVaeConfig;
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
        if (preset.endsWith("classifier")) {
            return ClassifierConfiguration.class;
        }
        boolean tuned = preset.endsWith("drafter") || preset.endsWith("refiner");
        return tuned ? FineTuningConfiguration.class : VarConfiguration.class;
    }

    private static String kind(String preset) {
        String last = preset.substring(preset.indexOf('-') + 1);
        return List.of("vqvae", "classifier", "drafter", "refiner").contains(last) ? last : "var";
    }

    @Test
    void everyPresetIsLegal() {
        for (String preset : ConfigurationFile.PRESETS) {
            Configuration value = ConfigurationFile.read(preset, kind(preset), type(preset), Map.of())
                    .value();
            assertThat(value.kind()).as(preset).isEqualTo(kind(preset));
        }
    }

    /** The table of the published command lines, and what they have in common. */
    @ParameterizedTest
    @CsvSource({
        "imagenet-d16, 16, 768, 200, 1e-4, 1e-3, 0.1, 0.05, 0.05",
        "imagenet-d20, 20, 768, 250, 1e-4, 1e-3, 0.1, 0.05, 0.05",
        "imagenet-d24, 24, 768, 350, 8e-5, 1e-4, 0.01, 0.05, 0.05",
        "imagenet-d30, 30, 1024, 350, 8e-5, 1e-5, 0.01, 0.05, 0.08",
        "imagenet-d36, 36, 768, 350, 8e-5, 5e-6, 0.01, 0.05, 0.08"
    })
    void imageNetsAreThePublishedOnes(
            String preset,
            int depth,
            int batch,
            double epochs,
            double rate,
            double gamma,
            double finalRate,
            double decay,
            double finalDecay) {
        VarConfiguration value = ConfigurationFile.read(preset, "var", VarConfiguration.class, Map.of())
                .value();
        boolean large = depth == 36;
        assertThat(value.model().depth()).isEqualTo(depth);
        assertThat(value.model().pyramid()).isEqualTo(large ? Pyramid.IMAGENET_512 : Pyramid.IMAGENET_256);
        assertThat(value.model().sharedAdaLn()).isEqualTo(large);
        assertThat(value.gamma()).isEqualTo(gamma);
        assertThat(value.recipe().learningRate()).isCloseTo(rate * batch / 256, withPercentage(0.01));
        assertThat(value.recipe().fall()).isEqualTo(Fall.LINE);
        assertThat(value.recipe().finalRate()).isEqualTo(finalRate);
        assertThat(value.recipe().warmup()).isEqualTo(0.02);
        assertThat(value.recipe().decay()).isEqualTo(decay);
        assertThat(value.recipe().finalDecay()).isEqualTo(finalDecay);
        assertPublished(value.recipe(), batch, epochs);
        assertPublished(value.views(), value.regularisation(), depth);
    }

    /** CoDe, section 4.1: 5% of the epochs of d30 and 25% of those of d16, both in batches of 1024. */
    @ParameterizedTest
    @CsvSource({
        "imagenet-drafter, drafter, 30, 350, 0.05, 1e-6, 0.08",
        "imagenet-refiner, refiner, 16, 200, 0.25, 1e-5, 0"
    })
    void fineTuningIsThePublishedOne(
            String preset, String kind, int depth, double all, double share, double rate, double decay) {
        FineTuningConfiguration value = ConfigurationFile.read(preset, kind, FineTuningConfiguration.class, Map.of())
                .value();
        assertThat(value.recipe().learningRate()).isCloseTo(rate * 1024 / 256, withPercentage(0.01));
        assertThat(value.recipe().decay()).isEqualTo(decay);
        assertThat(value.recipe().finalDecay()).isEqualTo(decay);
        assertPublished(value.recipe(), 1024, share * all);
        assertPublished(value.views(), value.regularisation(), depth);
    }

    private static void assertPublished(Recipe recipe, int batch, double epochs) {
        assertThat(recipe.examplesOfStep()).isEqualTo(batch);
        assertThat(recipe.epochs()).isEqualTo(epochs);
        assertThat(recipe.clip()).isEqualTo(2);
        assertThat(recipe.beta1()).isEqualTo(0.9);
        assertThat(recipe.beta2()).isEqualTo(0.95);
        assertThat(recipe.averageDecay())
                .as("the published code keeps no means")
                .isZero();
    }

    /** Pictures are cut at random and never mirrored. */
    private static void assertPublished(Views views, TransformerOptions regularisation, int depth) {
        assertThat(views).isEqualTo(new Views(false, 0, true));
        assertThat(regularisation.labelDropping()).isEqualTo(0.1);
        assertThat(regularisation.dropPath()).isCloseTo(0.1 * depth / 24, withPercentage(0.1));
    }

    /** As many as there were when the shipped weights were trained, whatever an epoch is. */
    @ParameterizedTest
    @CsvSource({
        "large, var, 6000",
        "small, var, 7500",
        "drafter, drafter, 1875",
        "refiner, refiner, 7500",
        "vqvae, vqvae, 7496"
    })
    void fashion32sTrainingsHaveTheirSteps(String name, String kind, int steps) {
        String preset = "fashion32-" + name;
        Configuration value =
                ConfigurationFile.read(preset, kind, type(preset), Map.of()).value();
        assertThat(value.recipe().schedule(60_000).steps()).isEqualTo(steps);
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
                "unknown key 'gama' at 'gama'; legal there: crops, flips, fresh_crops, gamma, held_out, kind, model, recipe, regularisation");
        assertRefused(good.replace("gamma: 0.001", ""), "'gamma' is missing or of the wrong type");
        assertRefused(good.replace("gamma: 0.001", "gamma:"), "'gamma' is missing or of the wrong type");
        assertRefused(good.replace("batch: 64", "batch: 12.5"), "'recipe.batch' is missing or of the wrong type");
        assertRefused(good.replace("batch: 64", "batch: many"), "'recipe.batch' is missing or of the wrong type");
        assertRefused(good.replace("batch: 64", "batch: 0"), "batch 0 is not at least 1");
        assertRefused(good.replace("fall: cosine", "fall: up"), "fall 'up' is not one of cosine, line");
        assertRefused(good.replace("fall: cosine", "fall: 3"), "fall '3' is not one of cosine, line");
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
    void aLearningRateFallsAlongACosineUnlessSaidOtherwise() throws IOException {
        Path file = file(preset("imagenet-d16").replace("fall: line", ""));
        assertThat(ConfigurationFile.read(file.toString(), "var", VarConfiguration.class, Map.of())
                        .value()
                        .recipe()
                        .fall())
                .isEqualTo(Fall.COSINE);
    }

    private VqVaeConfiguration vqvae(String more) throws IOException {
        Path file = file(preset("fashion32-vqvae") + more);
        return ConfigurationFile.read(file.toString(), "vqvae", VqVaeConfiguration.class, Map.of())
                .value();
    }

    private void assertVqvaeRefused(String more, String end) {
        assertThatThrownBy(() -> vqvae(more))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("configuration " + folder.resolve("my.yaml") + ": " + end);
    }

    @Test
    void imageNetsVqVaeIsThePublishedOneWithBothSections() {
        VqVaeConfiguration value = ConfigurationFile.read("imagenet-vqvae", "vqvae", VqVaeConfiguration.class, Map.of())
                .value();
        assertThat(value.model().config()).isEqualTo(VqVaeConfig.published(Pyramid.IMAGENET_256));
        assertThat(value.perceptual())
                .isEqualTo(new PerceptualOptions(1, "lpips", "vgg16-397923af.pth", "vgg.pth", null));
        assertThat(value.adversarial())
                .isEqualTo(new AdversarialOptions(0.8, 250_000, 1.44e-4, 0.5, 0.9, 64, 3, "group"));
    }

    @Test
    void aVqVaesSectionsMayBeMissing() throws IOException {
        VqVaeConfiguration plain = vqvae("");
        assertThat(plain.perceptual()).isNull();
        assertThat(plain.adversarial()).isNull();
        String against = "adversarial: {weight: %s, start: 5, learning_rate: 1e-4, beta1: 0.5, beta2: 0.9, width: 16,"
                + " layers: 1, norm: none}\n";
        assertThat(vqvae(against.formatted("0.5")).adversarial())
                .isEqualTo(new AdversarialOptions(0.5, 5, 1e-4, 0.5, 0.9, 16, 1, "none"));
        assertThat(vqvae(against.formatted("0") + "perceptual: {weight: 0, network: classifier, file: f}\n"))
                .as("a weight of 0 is the same")
                .isEqualTo(plain);
        assertVqvaeRefused(
                against.formatted("0.5").replace("norm: none", "norm: layer"),
                "norm 'layer' is not one of group, batch, none");
        assertVqvaeRefused(against.formatted("1001"), "adversarial weight 1001.0 is not between 0 and 1000.0");
        assertVqvaeRefused(
                against.formatted("0.5").replace("start: 5, ", ""),
                "'adversarial.start' is missing or of the wrong type");
        assertVqvaeRefused(
                "perceptual: {weight: 1, network: lpips, vgg: a}\n",
                "perceptual network lpips needs vgg and lins, and no other file");
        assertVqvaeRefused("perceptual: {weight: 1}\n", "'perceptual.network' is missing or of the wrong type");
        assertVqvaeRefused(
                "perceptual: {weight: 1, network: lpips, vgg: a, lins: b, lpips: c}\n",
                "unknown key 'lpips' at 'perceptual.lpips'; legal there: file, lins, network, vgg, weight");
    }

    @Test
    void aClassifiersPicturesAreOfALegalSide() {
        for (int side : new int[] {3, 4097}) {
            assertThatThrownBy(() -> ConfigurationFile.read(
                            "fashion32-classifier", "classifier", ClassifierConfiguration.class, Map.of("side", side)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("configuration fashion32-classifier: side " + side + " is not between 4 and 4096");
        }
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
