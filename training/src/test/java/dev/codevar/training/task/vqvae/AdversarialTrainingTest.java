package dev.codevar.training.task.vqvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.OneThread;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.training.loop.Progress;
import dev.codevar.training.loop.Training;
import dev.codevar.training.loop.TrainingListener;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.vqvae.VqVaeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings against a discriminator. */
@ExtendWith(OneThread.class)
class AdversarialTrainingTest {
    private static final int START = 4;
    private static final String LAST_CHECKPOINT = "checkpoints/step-000010.safetensors";
    /** Ten steps of two batches, with everything switched on, and a checkpoint after every third. */
    private static final Setup SETUP = new Setup(
            new Recipe(2e-3, 0.1, null, null, 10, 0, 4, 2, 1, 0.01, null, 0.9, 0.95, 0.9, 7, new Every(2, 0, 0, 3), 2),
            Map.of("data", "made"),
            "a test",
            "config.yaml",
            "# as it was written\n");

    @TempDir
    Path folder;

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Trains on, until after step {@code dead} all is lost that is not in a checkpoint. */
    private static void train(Path folder, Terms terms, int dead) {
        TrainingListener killer = new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() == dead) {
                    throw new Killed();
                }
            }
        };
        try (PointerScope making = new PointerScope();
                VqVaeTask task = AdversarialWorld.task(terms);
                Training training = Training.open(folder, SETUP, task, killer)) {
            training.run();
        }
    }

    @Test
    @Tag("slow")
    void killedAroundItsStartItEndsAsIfNothingHadBeen() throws IOException {
        Path calm = folder.resolve("calm/run");
        Path killed = folder.resolve("killed/run");
        train(calm, AdversarialWorld.terms(START), -1);
        // From the checkpoints after 0, 3, 3, 6 and 9 steps.
        for (int dead : new int[] {2, 4, 5, 8}) {
            assertThatThrownBy(() -> train(killed, AdversarialWorld.terms(START), dead))
                    .isInstanceOf(Killed.class);
        }
        train(killed, AdversarialWorld.terms(START), -1);
        for (String file : new String[] {"weights.safetensors", "log.jsonl", LAST_CHECKPOINT}) {
            assertThat(killed.resolve(file)).as(file).hasSameBinaryContentAs(calm.resolve(file));
        }
        assertThat(Files.readString(calm.resolve("log.jsonl")))
                .contains("\"discriminator loss\"", "\"discriminator gradient norm\"", "\"adaptive weight\"")
                .contains("\"D(real)\"", "\"D(made)\"", "\"discriminator learning rate\"");
    }

    @Test
    void theDiscriminatorIsInCheckpointsAlone() {
        train(folder.resolve("run"), AdversarialWorld.terms(START), -1);
        try (Checkpoint weights = Checkpoint.open(folder.resolve("run/weights.safetensors"));
                Checkpoint checkpoint = Checkpoint.open(folder.resolve("run").resolve(LAST_CHECKPOINT))) {
            assertThat(weights.tensors().keySet())
                    .isEqualTo(VqVaeTensors.shapes(TinyWorld.VAE).keySet());
            for (String name : AdversarialWorld.options(0).shape().shapes().keySet()) {
                assertThat(checkpoint.tensors())
                        .containsKeys(
                                "opponent.parameters." + name,
                                "opponent.moments.first." + name,
                                "opponent.moments.second." + name);
            }
        }
    }

    @Test
    @Tag("slow")
    void oneThatNeverStartsChangesNoBit() {
        train(folder.resolve("plain"), Terms.NONE, -1);
        train(folder.resolve("late"), AdversarialWorld.terms(10), -1);
        train(folder.resolve("against"), AdversarialWorld.terms(START), -1);
        for (String file : new String[] {"weights.safetensors", "log.jsonl"}) {
            assertThat(folder.resolve("late").resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(folder.resolve("plain").resolve(file));
        }
        assertThat(folder.resolve("against/weights.safetensors"))
                .satisfies(other -> assertThat(Files.mismatch(other, folder.resolve("plain/weights.safetensors")))
                        .isNotNegative());
    }
}
