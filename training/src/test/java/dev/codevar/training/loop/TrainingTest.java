package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.NativeObjects;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.Fall;
import dev.codevar.training.Schedule;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final Every SELDOM = new Every(50, 1000, 0, 1000);

    @TempDir
    Path folder;

    private final PointerScope scope = new PointerScope();

    @BeforeEach
    void begin() {
        assertThat(folder).isEmptyDirectory();
    }

    @AfterEach
    void closeScope() {
        scope.close();
    }

    private void train(SlopeTask task, Recipe recipe) {
        try (Training training = Training.open(folder, Recipes.setup(recipe), task, TrainingListener.NONE)) {
            training.run();
        }
    }

    private float written() {
        try (Checkpoint weights = Checkpoint.open(folder.resolve("weights.safetensors"))) {
            return weights.load("w", ScalarType.Float).item_float();
        }
    }

    @Test
    void findsTheMapThatTheDataComeFrom() {
        Recipe recipe = Recipes.with(Recipes.with(Recipes.with(Recipes.FULL, 600, 10, 1), 0, 0), SELDOM, 1);
        try (RegressionTask task = new RegressionTask(false);
                Training training = Training.open(folder, Recipes.setup(recipe), task, TrainingListener.NONE)) {
            double before = task.error();
            Outcome outcome = training.run();
            assertThat(outcome.step()).isEqualTo(600);
            assertThat(outcome.weights()).contains(folder.resolve("weights.safetensors"));
            assertThat(before).isEqualTo(8.5);
            // Decay of 0.01 times the learning rate keeps it off by about a thousandth.
            assertThat(task.error()).isLessThan(0.02);
        }
    }

    @Test
    void everyEpochSeesEveryExampleAtMostOnceAndInAnOrderOfItsOwn() {
        try (RegressionTask task = new RegressionTask(false);
                Training training = Training.open(folder, Recipes.setup(Recipes.FULL), task, TrainingListener.NONE)) {
            training.run();
            // 50 examples are four steps of two batches of six.
            assertThat(task.batches).hasSize(5 * 4 * 2).allMatch(batch -> batch.length == 6);
            List<List<Integer>> epochs = new ArrayList<>();
            for (int epoch = 0; epoch < 5; epoch++) {
                epochs.add(task.batches.subList(8 * epoch, 8 * epoch + 8).stream()
                        .flatMapToInt(Arrays::stream)
                        .boxed()
                        .toList());
                assertThat(epochs.get(epoch))
                        .doesNotHaveDuplicates()
                        .allMatch(example -> example >= 0 && example < RegressionTask.EXAMPLES);
            }
            assertThat(epochs).doesNotHaveDuplicates();
        }
    }

    @Test
    void twoBatchesOfAStepAreOneOfTwiceTheSize() {
        // From 0 on and with whole numbers the first step's gradients are exact, whatever the order of the sums.
        assertThat(fitted("exact1", 1, 8, 1)).containsExactly(fitted("exact2", 1, 4, 2));
        float[] once = fitted("once", 20, 8, 1);
        float[] inParts = fitted("parts", 20, 2, 4);
        for (int i = 0; i < once.length; i++) {
            assertThat(inParts[i]).isCloseTo(once[i], within(1e-5f));
        }
    }

    /** Adam would not notice a sum in the place of the mean: it moves as far. */
    @Test
    void aStepTakesTheMeanGradientAndLossOfItsBatches() throws Exception {
        try (SlopeTask task = new SlopeTask(step -> 40)) {
            train(task, Recipes.with(Recipes.BARE, 1, 2, 4));
            assertThat(task.gradient()).isEqualTo(40);
        }
        assertThat(Files.readString(folder.resolve("log.jsonl")))
                .contains("\"loss\":80.0,\"gradient norm\":40.0,\"learning rate\":0.1}");
    }

    private float[] fitted(String name, int steps, int batch, int accumulation) {
        Recipe recipe =
                Recipes.with(Recipes.with(Recipes.with(Recipes.FULL, steps, batch, accumulation), 0, 0), SELDOM, 1);
        try (RegressionTask task = new RegressionTask(false);
                Training training =
                        Training.open(folder.resolve(name), Recipes.setup(recipe), task, TrainingListener.NONE)) {
            training.run();
            float[] weight = new float[RegressionTask.WEIGHT.length];
            task.parameters().load("weight", ScalarType.Float).data_ptr_float().get(weight);
            return weight;
        }
    }

    /** Without a gradient only decay moves a parameter: by a factor of 1 − rate · decay in every step, along half a cosine from 0.5 to 0.1. */
    @Test
    void theWeightDecayMovesToItsEnd() {
        Schedule schedule = new Schedule(0.1, 0, Fall.COSINE, 0, 10);
        double w = SlopeTask.FIRST;
        for (int step = 0; step < 10; step++) {
            double decay = 0.1 + 0.4 * (1 + Math.cos(Math.PI * step / 9)) / 2;
            w *= 1 - schedule.at(step) * decay;
        }
        try (SlopeTask task = new SlopeTask(step -> 0)) {
            train(task, Recipes.decaying(Recipes.BARE, 0.5, 0.1));
            assertThat((double) task.w()).isCloseTo(w, within(1e-5));
        }
    }

    /** With a decay that never rose, 0.999^300 = 74% of the first parameters would stay. */
    @Test
    void meansForgetTheFirstParameters() {
        double target = SlopeTask.FIRST - new Schedule(0.1, 0, Fall.COSINE, 0, 300).peak();
        try (SlopeTask task = new SlopeTask(step -> step == 0 ? 3 : 0)) {
            train(task, Recipes.with(Recipes.with(Recipes.with(Recipes.BARE, 300, 1, 1), 0, 0.999), SELDOM, 1));
            double ends = task.w();
            assertThat(ends).as("one step moved it, and what Adam keeps of it").isLessThan(target + 1e-6);
            assertThat((double) written()).isCloseTo(ends, within(1e-3));
        }
    }

    /** An even gradient moves Adam's parameters by the learning rate alone, so all parameters and their means are known. */
    @Test
    void meansAreWhatTheFormulaSays() {
        double decay = 0.3;
        Schedule schedule = new Schedule(0.1, 0, Fall.COSINE, 0, 10);
        double w = SlopeTask.FIRST;
        double mean = w;
        for (int step = 0; step < 10; step++) {
            w -= schedule.at(step);
            double stays = Math.min(decay, (1.0 + step) / (10.0 + step));
            mean = stays * mean + (1 - stays) * w;
        }
        try (SlopeTask task = new SlopeTask(step -> 3)) {
            train(task, Recipes.with(Recipes.BARE, 0, decay));
            assertThat((double) task.w()).isCloseTo(w, within(1e-5));
            assertThat((double) written()).isCloseTo(mean, within(1e-5)).isGreaterThan(w + 0.001);
            assertThat(task.validated)
                    .as("held-out data are measured with the means")
                    .hasSize(1);
            assertThat(task.validated.get(0)).isEqualTo((double) written());
        }
    }

    @Test
    void withoutMeansTheParametersAreWritten() {
        try (SlopeTask task = new SlopeTask(step -> 3)) {
            train(task, Recipes.BARE);
            assertThat(written()).isEqualTo(task.w());
        }
    }

    @Test
    void longGradientsAreClippedAndLoggedAsTheyWere() throws Exception {
        try (SlopeTask task = new SlopeTask(step -> step < 9 ? 0.5 : 40)) {
            train(task, Recipes.with(Recipes.BARE, 2, 0));
            assertThat(task.gradient()).isCloseTo(2, within(1e-5f));
        }
        List<String> log = Files.readAllLines(folder.resolve("log.jsonl"));
        assertThat(log.get(8)).contains("\"gradient norm\":0.5,");
        assertThat(log.get(9)).contains("\"gradient norm\":40.0,");
    }

    @Test
    void gradientsStayAsTheyAreWithoutClip() {
        try (SlopeTask task = new SlopeTask(step -> 40)) {
            train(task, Recipes.BARE);
            assertThat(task.gradient()).isEqualTo(40);
        }
    }

    @Test
    void onlyTheNewestCheckpointsStay() throws Exception {
        try (SlopeTask task = new SlopeTask(step -> 1)) {
            train(task, Recipes.with(Recipes.BARE, new Every(1, 10, 0, 3), 2));
        }
        try (var files = Files.list(folder.resolve("checkpoints"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("step-000009.safetensors", "step-000010.safetensors");
        }
    }

    @Test
    void theFolderHoldsWhatWasAskedFor() {
        try (RegressionTask task = new RegressionTask(true);
                Training training = Training.open(folder, Recipes.setup(Recipes.FULL), task, TrainingListener.NONE)) {
            training.run();
        }
        assertThat(folder.resolve("config.yaml")).hasContent("# as it was written\n");
        for (String file : List.of(
                "training.json",
                "curves.png",
                "weights.safetensors",
                "events.out.tfevents.0000000000.codevar",
                "samples/step-000007.png",
                "samples/step-000014.png",
                "samples/step-000020.png")) {
            assertThat(folder.resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void theListenerIsToldOfEverything() {
        List<String> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void began(int step, int steps) {
                told.add("began " + step + " of " + steps);
            }

            @Override
            public void stepped(Progress progress) {
                assertThat(progress.steps()).isEqualTo(20);
                assertThat(progress.epoch()).isEqualTo((progress.step() - 1) / 4);
                assertThat(progress.values()).containsKeys("loss", "gradient norm", "learning rate", "seen");
                assertThat(progress.picturesPerSecond()).isPositive();
                assertThat(progress.secondsLeft()).isNotNegative();
                told.add("step " + progress.step());
            }

            @Override
            public void logged(int step, Map<String, Double> values) {
                told.add("logged " + step);
            }

            @Override
            public void validated(int step, Map<String, Double> values) {
                assertThat(values).containsOnlyKeys("error");
                told.add("validated " + step);
            }

            @Override
            public void written(Path file) {
                told.add(file.getFileName().toString());
            }
        };
        try (RegressionTask task = new RegressionTask(true);
                Training training = Training.open(folder, Recipes.setup(Recipes.FULL), task, listener)) {
            training.run();
        }
        assertThat(told).startsWith("began 0 of 20", "step 1", "step 2", "step 3", "logged 3", "step 4", "validated 4");
        assertThat(told)
                .containsSubsequence("step 5", "step-000005.safetensors", "curves.png", "step 6", "logged 6")
                .containsSubsequence("step 7", "step-000007.png", "step 8");
        assertThat(told)
                .endsWith(
                        "step 20",
                        "logged 20",
                        "validated 20",
                        "step-000020.png",
                        "step-000020.safetensors",
                        "curves.png",
                        "weights.safetensors");
    }

    @Test
    void moreThanThereIsIsRefused() {
        Recipe recipe = Recipes.with(Recipes.BARE, 10, 6, 2);
        try (SlopeTask task = new SlopeTask(step -> 1)) {
            assertThatThrownBy(() -> train(task, recipe))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("batch 6 times accumulation 2 is more than the 10 examples that there are");
        }
    }

    @Test
    void temporariesDieWithEveryStep() {
        List<Long> counts = new ArrayList<>();
        TrainingListener counting = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                counts.add(Pointer.totalCount());
            }
        };
        // What is made once for all is made here.
        ResumeTest.train(folder.resolve("before"), Recipes.setup(Recipes.FULL), 100);
        long before = NativeObjects.settled();
        try (PointerScope making = new PointerScope();
                RegressionTask task = new RegressionTask(true);
                Training training =
                        Training.open(folder.resolve("counted"), Recipes.setup(Recipes.FULL), task, counting)) {
            training.run();
        }
        assertThat(IntStream.range(1, 20).mapToObj(counts::get)).containsOnly(counts.get(0));
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }
}
