package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.fault.CodeVarException;
import dev.codevar.training.AdamW;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Opponent;
import dev.codevar.training.Shuffle;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.step.Stepper;
import dev.codevar.training.parallel.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loss or gradient that is not finite ends the training before anything moves, and what it came from is kept. */
class NonFiniteTest {
    private static final Recipe RECIPE = Recipes.with(Recipes.BARE, 10, 2, 2);

    @TempDir
    Path folder;

    @Test
    void lossThatIsNoNumberStopsWithItsBatch() throws IOException {
        float before = w(6);
        try (PointerScope scope = new PointerScope();
                SlopeTask task = new SlopeTask(step -> step == 6 ? Double.NaN : 1)) {
            assertThatThrownBy(() -> train(task))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("step 7 of 10: the loss is NaN; its examples and the parameters before it are in "
                            + folder.resolve("stopped"));
            assertThat(task.w()).as("nothing moved").isEqualTo(before);
        }
        JsonNode batch =
                new JsonMapper().readTree(folder.resolve("stopped/batch.json").toFile());
        assertThat(batch.get("steps_taken").asInt()).isEqualTo(6);
        assertThat(batch.get("epoch").asInt()).isEqualTo(3);
        assertThat(batch.get("loss").asText()).isEqualTo("NaN");
        // Ten examples are two steps of four; step 6 is the first of the fourth epoch.
        int[] expected = Shuffle.batch(new Shuffle(Recipes.BARE.seed(), 10).epoch(3), 0, 4);
        assertThat(StreamSupport.stream(batch.get("examples").spliterator(), false)
                        .map(JsonNode::asInt))
                .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
        try (PointerScope scope = new PointerScope();
                Checkpoint kept = Checkpoint.open(folder.resolve("stopped/parameters.safetensors"))) {
            assertThat(kept.load("w", ScalarType.Float).item_float()).isEqualTo(before);
        }
        assertThat(folder.resolve("weights.safetensors")).doesNotExist();
        assertNothingHalf();
    }

    /** {@return the parameter after so many steps of slope 1} */
    private float w(int steps) {
        try (PointerScope scope = new PointerScope();
                SlopeTask task = new SlopeTask(step -> 1);
                Stepper stepper = new Stepper(task, RECIPE, Peers.alone())) {
            for (int step = 0; step < steps; step++) {
                assertThat(stepper.take(step).finite()).isTrue();
            }
            return task.w();
        }
    }

    /** The root's slope at 0 is infinite. */
    private static final class RootTask extends SlopeTask {
        RootTask() {
            super(step -> 1);
        }

        @Override
        Tensor value(Tensor w, double slope) {
            return w.sub(w.detach()).sqrt().sum();
        }
    }

    @Test
    void gradientThatIsInfiniteStopsToo() throws IOException {
        try (PointerScope scope = new PointerScope();
                SlopeTask task = new RootTask()) {
            assertThatThrownBy(() -> train(task))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("step 1 of 10: the gradient's norm is Infinity at a loss of 0.0; its examples and the"
                            + " parameters before it are in " + folder.resolve("stopped"));
            assertThat(task.w()).isEqualTo(SlopeTask.FIRST);
        }
        assertNothingHalf();
    }

    /** Its opponent begins after three steps: a w of its own, with a slope of 1 and then another. */
    private static final class OpposedTask extends SlopeTask {
        private final SlopeTask other = new SlopeTask(step -> 1);
        private final double slope;

        OpposedTask(double slope) {
            super(step -> 1);
            this.slope = slope;
        }

        @Override
        public Optional<Opponent> opponent() {
            return Optional.of(
                    new Opponent("judge", other.parameters(), AdamW.MATRICES, AdamW.Settings.of(0.9, 0), 0.1, 3));
        }

        @Override
        public Loss loss(int[] examples, Moment moment) {
            Tensor own = super.loss(examples, moment).value();
            Tensor others = other.value(other.parameters().get("w"), moment.step() == 3 ? 1 : slope);
            return new Loss(own, moment.step() < 3 ? Optional.empty() : Optional.of(others), new Figures());
        }

        @Override
        public void close() {
            other.close();
            super.close();
        }
    }

    @Test
    void anOpponentsLossThatIsNoNumberStopsBoth() throws IOException {
        try (PointerScope scope = new PointerScope();
                OpposedTask task = new OpposedTask(Double.NaN)) {
            assertThatThrownBy(() -> train(task))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("step 5 of 10: the judge loss is NaN; its examples and the parameters before it are in "
                            + folder.resolve("stopped"));
            assertThat(task.w()).as("nothing moved").isEqualTo(w(4));
            // Its first step: Adam's is as long as the learning rate, whose cosine has fallen for three of ten steps.
            double rate = 0.1 / 2 * (1 + Math.cos(Math.PI * 0.3));
            assertThat(task.other.w()).isCloseTo((float) (SlopeTask.FIRST - rate), within(1e-5f));
        }
        assertThat(names(folder.resolve("stopped")))
                .containsExactlyInAnyOrder("batch.json", "parameters.safetensors", "opponent.parameters.safetensors");
    }

    @Test
    void anOlderOneIsReplaced() throws IOException {
        for (int time = 0; time < 2; time++) {
            try (PointerScope scope = new PointerScope();
                    SlopeTask task = new SlopeTask(step -> Double.NaN)) {
                assertThatThrownBy(() -> train(task)).isInstanceOf(CodeVarException.class);
            }
            assertThat(names(folder.resolve("stopped")))
                    .containsExactlyInAnyOrder("batch.json", "parameters.safetensors");
            Files.delete(folder.resolve("stopped/batch.json"));
        }
    }

    private void train(SlopeTask task) {
        try (Training training = Training.open(folder, Recipes.setup(RECIPE), task, TrainingListener.NONE)) {
            training.run();
        }
    }

    private void assertNothingHalf() throws IOException {
        assertThat(names(folder)).noneMatch(name -> name.startsWith("."));
        assertThat(names(folder.resolve("stopped"))).containsExactlyInAnyOrder("batch.json", "parameters.safetensors");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
