package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import dev.codevar.OneThread;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.loop.folder.Checkpoints;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.loop.step.Step;
import dev.codevar.training.loop.step.Stepper;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.parallel.Together;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several peers train as one does, and end together. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(OneThread.class)
class ParallelTrainingTest {
    /** Twelve examples a step, in two batches. */
    private static final Setup SETUP = Recipes.setup(Recipes.FULL);

    @TempDir
    Path temp;

    /** What steps gave, and the parameters after them. */
    private record Taken(List<Step> steps, Map<String, float[]> parameters) {}

    private static Taken take(Recipe recipe, int steps, Peers peers) {
        try (PointerScope making = new PointerScope();
                RegressionTask task = new RegressionTask(true);
                Stepper stepper = new Stepper(task, recipe, peers)) {
            List<Step> taken = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                taken.add(stepper.take(step));
            }
            return new Taken(taken, values(task));
        }
    }

    private static Map<String, float[]> values(RegressionTask task) {
        Map<String, float[]> values = new TreeMap<>();
        task.parameters().leaves().forEach((name, leaf) -> {
            try (PointerScope scope = new PointerScope();
                    Tensor plain = leaf.detach()) {
                float[] numbers = new float[(int) plain.numel()];
                plain.data_ptr_float().get(numbers);
                values.put(name, numbers);
            }
        });
        return values;
    }

    @Test
    void asOneThatAccumulates() throws Exception {
        for (int count : new int[] {2, 3}) {
            Taken alone = take(Recipes.with(Recipes.FULL, 20, 6 / count, 2 * count), 3, Peers.alone());
            List<Taken> together = Together.run(count, peers -> take(Recipes.with(Recipes.FULL, 20, 6, 2), 3, peers));
            for (Taken one : together) {
                assertSame(one.parameters(), together.get(0).parameters(), 0);
                assertSame(one.parameters(), alone.parameters(), 1e-6f);
                for (int step = 0; step < 3; step++) {
                    Step expected = alone.steps().get(step);
                    Step got = one.steps().get(step);
                    assertThat(got.examples()).isEqualTo(expected.examples());
                    assertThat(got.values().keySet())
                            .containsExactlyElementsOf(expected.values().keySet());
                    expected.values()
                            .forEach((name, value) -> assertThat(
                                            Objects.requireNonNull(got.values().get(name)))
                                    .as(name)
                                    .isCloseTo(value, within(1e-5 * Math.abs(value) + 1e-9)));
                }
            }
        }
    }

    private static void assertSame(Map<String, float[]> got, Map<String, float[]> expected, float tolerance) {
        assertThat(got.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, values) ->
                assertThat(Objects.requireNonNull(got.get(name))).as(name).containsExactly(values, offset(tolerance)));
    }

    /** Trains in two peers; one of them stops it when so many steps were taken. */
    private static List<Outcome> train(Path folder, int until) throws Exception {
        return Together.run(2, peers -> {
            Training[] training = new Training[1];
            try (RegressionTask task = new RegressionTask(true) {
                        @Override
                        public void stepped(Moment moment) {
                            super.stepped(moment);
                            if (peers.rank() == 1 && moment.step() + 1 == until) {
                                training[0].stop();
                            }
                        }
                    };
                    Training opened = Training.open(folder, SETUP, task, TrainingListener.NONE, peers)) {
                training[0] = opened;
                return opened.run();
            }
        });
    }

    @Test
    void stoppedByAnyOfThemItGoesOnToTheSameBits() throws Exception {
        Path calm = temp.resolve("calm/run");
        Path broken = temp.resolve("broken/run");
        List<Outcome> whole = train(calm, -1);
        assertThat(whole.get(0).weights()).contains(calm.resolve("weights.safetensors"));
        assertThat(whole.get(1)).isEqualTo(new Outcome(20, Optional.empty()));
        for (int until : new int[] {1, 4, 5, 13}) {
            assertThat(train(broken, until)).extracting(Outcome::step).containsExactly(until, until);
            assertThat(broken.resolve("checkpoints/" + Checkpoints.name(until, ".safetensors")))
                    .exists();
        }
        assertThat(train(broken, -1)).extracting(Outcome::step).containsExactly(20, 20);
        ResumeTest.assertSame(broken, calm);
    }

    /** The next training of a script may read the weights in any process. */
    @Test
    void nobodyGoesOnBeforeTheWeightsAreComplete() throws Exception {
        AtomicBoolean complete = new AtomicBoolean();
        List<Boolean> seen = Together.run(2, peers -> {
            try (SlopeTask task = new SlopeTask(step -> 1);
                    Training training = Training.open(
                            temp,
                            Recipes.setup(Recipes.with(Recipes.BARE, 2, 2, 1)),
                            task,
                            TrainingListener.NONE,
                            peers)) {
                training.run(weights -> {
                    assertThat(weights).exists();
                    pause();
                    complete.set(true);
                });
                return complete.get();
            }
        });
        assertThat(seen).containsExactly(true, true);
    }

    @Test
    void lossThatIsNoNumberAnywhereStopsAll() {
        Recipe recipe = Recipes.with(Recipes.BARE, 10, 2, 1);
        assertThatThrownBy(() -> Together.run(2, peers -> {
                    try (SlopeTask task = new SlopeTask(step -> 1) {
                                @Override
                                public Loss loss(int[] examples, Moment moment) {
                                    boolean spoilt = moment.step() == 2 && moment.part() == 1;
                                    return new Loss(
                                            value(parameters().get("w"), spoilt ? Double.NaN : 1), new Figures());
                                }
                            };
                            Training training =
                                    Training.open(temp, Recipes.setup(recipe), task, TrainingListener.NONE, peers)) {
                        if (peers.first()) {
                            return training.run();
                        }
                        assertThatThrownBy(training::run)
                                .isInstanceOf(CodeVarException.class)
                                .hasMessage("the first process says why it ends");
                        return new Outcome(0, Optional.empty());
                    }
                }))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("step 3 of 10: the loss is NaN; its examples and the parameters before it are in "
                        + temp.resolve("stopped"));
        assertThat(temp.resolve("stopped/batch.json")).exists();
    }

    @Test
    void otherSettingsAreRefusedByName() throws Exception {
        List<String> said = Together.run(2, peers -> {
            Recipe recipe = Recipes.with(Recipes.FULL, peers.first() ? 1.5 : 2, 0.9);
            return open(peers, Recipes.setup(recipe), RegressionTask.EXAMPLES);
        });
        String why =
                "the first process was begun with clip 1.5, not 2.0: all that train together need the same settings";
        assertThat(said.get(0)).matches("process 1 on .* failed: " + Pattern.quote(why));
        assertThat(said.get(1)).isEqualTo(why);
    }

    /** {@return what becomes of a training with so many examples} */
    private String open(Peers peers, Setup setup, int examples) {
        try (RegressionTask task = new RegressionTask(true) {
                    @Override
                    public int examples() {
                        return examples;
                    }
                };
                Training training =
                        peers.tellingWhy(() -> Training.open(temp, setup, task, TrainingListener.NONE, peers))) {
            return "opened " + training.run();
        } catch (InvalidInputException | CodeVarException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** From which the steps of an epoch, and of all, follow. */
    @Test
    void anotherNumberOfExamplesIsRefusedByName() throws Exception {
        List<String> said = Together.run(2, peers -> open(peers, SETUP, peers.first() ? 50 : 40));
        assertThat(said.get(1)).startsWith("the first process was begun with examples 50, not 40: ");
    }

    @Test
    void theFirstAloneDecidesOnCheckpoints() throws Exception {
        Path alike = temp.resolve("alike/run");
        Path unlike = temp.resolve("unlike/run");
        train(alike, -1);
        List<Outcome> ended = Together.run(2, peers -> {
            int every = peers.first() ? 5 : 3;
            Recipe recipe = Recipes.with(Recipes.FULL, new Every(3, 0, 7, every), 2);
            try (RegressionTask task = new RegressionTask(true);
                    Training training =
                            Training.open(unlike, Recipes.setup(recipe), task, TrainingListener.NONE, peers)) {
                return training.run();
            }
        });
        assertThat(ended).extracting(Outcome::step).containsExactly(20, 20);
        ResumeTest.assertSame(unlike, alike);
    }

    @Test
    void measuringMayTakeLongerThanAnybodyMayBeSilent() throws Exception {
        List<Outcome> ended = Together.run(2, Duration.ofSeconds(1), peers -> {
            try (SlopeTask task = new SlopeTask(step -> 1) {
                        @Override
                        public Map<String, Double> validate() {
                            pause();
                            return super.validate();
                        }
                    };
                    Training training = Training.open(
                            temp,
                            Recipes.setup(Recipes.with(Recipes.with(Recipes.BARE, 2, 2, 1), new Every(1, 1, 0, 1), 1)),
                            task,
                            TrainingListener.NONE,
                            peers)) {
                return training.run();
            }
        });
        assertThat(ended).extracting(Outcome::step).containsExactly(2, 2);
    }

    private static void pause() {
        try {
            Thread.sleep(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void parametersThatComeApartAreNoticed() throws Exception {
        List<String> said = Together.run(2, peers -> {
            try (RegressionTask task = new RegressionTask(true)) {
                Agreement.requireSame(peers, List.of(task.parameters()), 4);
                if (peers.rank() == 1) {
                    float[] moved = {Math.nextUp(0f)};
                    Tensor bias = task.parameters().get("bias");
                    bias.data_ptr_float().put(moved);
                }
                Agreement.requireSame(peers, List.of(task.parameters()), 5);
                return "the same";
            } catch (CodeVarException e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(said).hasSize(2).allMatch(line -> line.startsWith("after step 5 the processes' parameters differ"));
    }

    @Test
    void aBatchThatCannotBeSharedIsRefusedBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> Together.run(4, peers -> {
                    try (RegressionTask task = new RegressionTask(true)) {
                        return Training.open(temp, SETUP, task, TrainingListener.NONE, peers);
                    }
                }))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("batch 6 cannot be shared evenly by 4 processes");
        assertThat(Files.exists(temp.resolve("training.json"))).isFalse();
    }
}
