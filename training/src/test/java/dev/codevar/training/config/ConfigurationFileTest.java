package dev.codevar.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Fall;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.task.Views;
import dev.codevar.training.task.transformer.TransformerOptions;
import dev.codevar.training.task.vqvae.AdversarialOptions;
import dev.codevar.training.task.vqvae.PerceptualOptions;
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
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(value.recipe().every()).isEqualTo(new Every(50, 0, 5000, 1000));
        assertThat(value.heldOut()).isEqualTo(10_000);
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
        assertThat(value.recipe().warmup()).as("as VAR's own trainings").isEqualTo(0.02);
        assertThat(value.recipe().fall()).isEqualTo(Fall.LINE);
        assertThat(value.recipe().finalRate()).isEqualTo(0.01);
        assertThat(value.recipe().decay()).isEqualTo(decay);
        assertThat(value.recipe().finalDecay()).isEqualTo(decay);
        assertThat(value.recipe().every()).isEqualTo(new Every(50, 0, 0, 1000));
        assertThat(value.heldOut()).isEqualTo(10_000);
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
        assertThat(recipe.seed()).isEqualTo(1);
        assertThat(recipe.keep()).isEqualTo(3);
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
        "vqvae, vqvae, 7496",
        "classifier, classifier, 11244"
    })
    void fashion32sTrainingsHaveTheirSteps(String name, String kind, int steps) {
        String preset = "fashion32-" + name;
        Configuration value =
                ConfigurationFile.read(preset, kind, type(preset), Map.of()).value();
        assertThat(value.recipe().schedule(60_000).steps()).isEqualTo(steps);
    }

    /** What the shipped weights were trained by: the recipe's numbers, all but the steps. */
    @ParameterizedTest
    @CsvSource({
        "vqvae, vqvae, 0.001, 0.03, 1, 0.01, 0.95, 0, 1000, 0, 937, 937",
        "large, var, 0.0015, 0.03, 2, 0.05, 0.95, 0.999, 1000, 940, 1880, 235",
        "small, var, 0.002, 0.03, 2, 0.05, 0.95, 0.999, 1000, 940, 1880, 470",
        "drafter, drafter, 0.0003, 0.03, 2, 0.08, 0.95, 0.999, 1000, 470, 0, 470",
        "refiner, refiner, 0.002, 0.03, 2, 0, 0.95, 0.999, 1000, 470, 940, 235",
        "classifier, classifier, 0.002, 0.05, 2, 0.05, 0.99, 0, 0, 0, 0, 937"
    })
    void fashion32sRecipesAreThoseOfTheShippedWeights(
            String name,
            String kind,
            double rate,
            double warmup,
            double clip,
            double decay,
            double beta2,
            double averageDecay,
            int heldOut,
            int validate,
            int samples,
            int checkpoint) {
        String preset = "fashion32-" + name;
        Configuration value =
                ConfigurationFile.read(preset, kind, type(preset), Map.of()).value();
        Recipe recipe = value.recipe();
        assertThat(value.heldOut()).isEqualTo(heldOut);
        assertThat(recipe.learningRate()).isEqualTo(rate);
        assertThat(recipe.warmup()).isEqualTo(warmup);
        assertThat(recipe.fall()).isEqualTo(Fall.COSINE);
        assertThat(recipe.finalRate()).isZero();
        assertThat(recipe.batch()).isEqualTo(64);
        assertThat(recipe.accumulation()).isEqualTo(1);
        assertThat(recipe.clip()).isEqualTo(clip);
        assertThat(recipe.decay()).isEqualTo(decay);
        assertThat(recipe.finalDecay()).isEqualTo(decay);
        assertThat(recipe.beta1()).isEqualTo(0.9);
        assertThat(recipe.beta2()).isEqualTo(beta2);
        assertThat(recipe.averageDecay()).isEqualTo(averageDecay);
        assertThat(recipe.seed()).isEqualTo(1);
        assertThat(recipe.every()).isEqualTo(new Every(50, validate, samples, checkpoint));
        assertThat(recipe.keep()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"large, 4, 0.0167", "small, 2, 0.0083"})
    void fashion32sTransformersAreThoseOfTheShippedWeights(String name, int depth, double dropPath) {
        VarConfiguration value = ConfigurationFile.read("fashion32-" + name, "var", VarConfiguration.class, Map.of())
                .value();
        assertThat(value.model()).isEqualTo(new VarConfiguration.Model(List.of(1, 2, 3, 4, 6, 8), depth, false));
        assertThat(value.gamma()).isEqualTo(0.001);
        assertThat(value.regularisation()).isEqualTo(new TransformerOptions(0.1, dropPath));
        assertThat(value.views()).isEqualTo(new Views(true, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drafter", "refiner"})
    void fashion32sFineTuningIsThatOfTheShippedWeights(String kind) {
        FineTuningConfiguration value = ConfigurationFile.read(
                        "fashion32-" + kind, kind, FineTuningConfiguration.class, Map.of())
                .value();
        assertThat(value.regularisation()).isEqualTo(new TransformerOptions(0.1, 0));
        assertThat(value.views()).isEqualTo(new Views(true, 0, false));
    }

    @Test
    void fashion32sVqVaeAndClassifierAreThoseOfTheShippedWeights() {
        VqVaeConfiguration vae = ConfigurationFile.read("fashion32-vqvae", "vqvae", VqVaeConfiguration.class, Map.of())
                .value();
        assertThat(vae.model().config())
                .isEqualTo(new VqVaeConfig(
                        512, 16, 32, List.of(1, 2, 2), 1, false, true, 4, Pyramid.of(1, 2, 3, 4, 6, 8)));
        assertThat(vae.loss()).isEqualTo(new VqVaeConfiguration.Weights(0.5, 2, 1));
        assertThat(vae.reseedEvery()).isEqualTo(40);
        assertThat(vae.flips()).isTrue();
        ClassifierConfiguration classifier = ConfigurationFile.read(
                        "fashion32-classifier", "classifier", ClassifierConfiguration.class, Map.of())
                .value();
        assertThat(classifier.side()).isEqualTo(32);
        assertThat(classifier.flips()).isTrue();
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
                .hasMessageStartingWith(
                        "configuration 'fashion64' is neither a file nor a preset; presets are fashion32-vqvae, ");
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
        assertThat(value.loss()).isEqualTo(new VqVaeConfiguration.Weights(1, 0, 1));
        assertThat(value.reseedEvery()).isEqualTo(500);
        assertThat(value.flips()).isTrue();
        assertThat(value.heldOut()).isEqualTo(10_000);
        // VQGAN's rate for each example of a step, and its betas.
        assertThat(value.recipe())
                .isEqualTo(new Recipe(
                        4.5e-6 * 32,
                        0.01,
                        Fall.COSINE,
                        0.0,
                        0,
                        20,
                        4,
                        8,
                        1,
                        0,
                        0.0,
                        0.5,
                        0.9,
                        0,
                        1,
                        new Every(50, 0, 5000, 1000),
                        3));
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
    void aClassifiersStagesAreThoseOfItsFileAndFitItsSide() throws IOException {
        String preset = preset("fashion32-classifier");
        assertThat(classifier(preset).shape(32, 10).stages()).isEqualTo(ClassifierShape.STAGES);
        assertThat(classifier(preset + "stages: [[8], [16, 24]]\n").shape(32, 10))
                .isEqualTo(new ClassifierShape(32, List.of(List.of(8), List.of(16, 24)), 10));
        assertStagesRefused("[]", "stages 0 is not between 1 and 13");
        assertStagesRefused("[[8], [], [8]]", "convolutions of a stage 0 is not between 1 and 4096");
        assertStagesRefused("[[8, 12]]", "channels 12 is no multiple of 8");
        assertStagesRefused("[[8], [8], [8], [8], [8], [8], [8]]", "side 32 is not between 64 and 4096");
        assertStagesRefused("[" + "[8], ".repeat(33) + "[8]]", "stages 34 is not between 1 and 13");
        assertStagesRefused("[8]", "'stages.[0]' is missing or of the wrong type");
    }

    private ClassifierConfiguration classifier(String yaml) throws IOException {
        return ConfigurationFile.read(file(yaml).toString(), "classifier", ClassifierConfiguration.class, Map.of())
                .value();
    }

    private void assertStagesRefused(String stages, String why) throws IOException {
        String yaml = preset("fashion32-classifier") + "stages: " + stages + "\n";
        assertThatThrownBy(() -> classifier(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith(why);
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
