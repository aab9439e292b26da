package dev.codevar.training.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.OneThread;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.model.VarConfig;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.loop.Training;
import dev.codevar.training.loop.TrainingListener;
import dev.codevar.training.loop.recipe.Every;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.parallel.Together;
import dev.codevar.training.task.tokens.KeptTokens;
import dev.codevar.training.task.tokens.TokenData;
import dev.codevar.training.task.transformer.TransformerData;
import dev.codevar.training.task.transformer.TransformerOptions;
import dev.codevar.training.task.transformer.VarTask;
import dev.codevar.training.task.vqvae.Terms;
import dev.codevar.training.task.vqvae.VqVaeInitialisation;
import dev.codevar.training.task.vqvae.VqVaeTask;
import dev.codevar.vqvae.VqVaeTensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What peers learn together is what one learns that accumulates as many batches, and when they learn it again the same to the bit. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(OneThread.class)
class ParallelTaskTest {
    private static final String LAST = "checkpoints/step-000003.safetensors";
    private static final int STEPS = 3;

    @TempDir
    Path folder;

    private static Setup setup(int batch, int accumulation) {
        Recipe recipe = new Recipe(
                1e-3,
                0,
                null,
                null,
                STEPS,
                0,
                batch,
                accumulation,
                1,
                0.01,
                null,
                0.9,
                0.95,
                0.9,
                5,
                new Every(1, 3, 0, 3),
                1);
        return new Setup(recipe, Map.of(), "a test", "config.yaml", "");
    }

    private Path train(String name, Setup setup, Peers peers, Function<Peers, Task> task) {
        Path path = folder.resolve(name);
        try (PointerScope making = new PointerScope();
                Task trained = task.apply(peers);
                Training training = Training.open(path, setup, trained, TrainingListener.NONE, peers)) {
            training.run();
        }
        return path.resolve(LAST);
    }

    /** Trains both ways, and compares how far they end apart with how far they went. */
    private void assertSameWay(Function<Peers, Task> task, String... exact) throws Exception {
        Path begun = folder.resolve("begun.safetensors");
        try (PointerScope making = new PointerScope();
                Task first = task.apply(Peers.alone())) {
            Safetensors.write(begun, first.parameters(), Map.of());
        }
        Path alone = train("alone", setup(8, 2), Peers.alone(), task);
        Path together = Together.run(2, peers -> train("together", setup(16, 1), peers, task))
                .get(0);
        assertThat(Together.run(2, peers -> train("again", setup(16, 1), peers, task))
                        .get(0))
                .as("trained again")
                .hasSameBinaryContentAs(together);
        try (PointerScope scope = new PointerScope();
                Checkpoint before = Checkpoint.open(begun);
                Checkpoint one = Checkpoint.open(alone);
                Checkpoint two = Checkpoint.open(together)) {
            assertThat(two.tensors().keySet()).isEqualTo(one.tensors().keySet());
            double apart = 0;
            double way = 0;
            for (String name : before.tensors().keySet()) {
                Tensor w = one.load("parameters." + name, ScalarType.Float);
                apart += squares(w, two.load("parameters." + name, ScalarType.Float));
                way += squares(w, before.load(name, ScalarType.Float));
            }
            assertThat(way).isPositive();
            assertThat(Math.sqrt(apart / way)).isLessThan(1e-3);
            for (String name : exact) {
                assertThat(two.load(name, ScalarType.Long).equal(one.load(name, ScalarType.Long)))
                        .as(name)
                        .isTrue();
            }
        }
    }

    private static double squares(Tensor a, Tensor b) {
        return a.sub(b).square().sum().item_double();
    }

    @Test
    void aTransformerWithDroppedPathsAndLabels() throws Exception {
        try (TinyWorld world = new TinyWorld(folder);
                TokenData tokens = world.tokens(folder, true)) {
            KeptTokens batches = new KeptTokens(tokens, world.vae);
            TransformerData data = new TransformerData(batches, batches);
            VarConfig config = TinyWorld.transformer(2);
            assertSameWay(peers -> {
                Parameters parameters = TinyWorld.parameters(config, 1, 2);
                return new VarTask(
                        data,
                        parameters,
                        new VarTraining(parameters.leaves(), config, Compute.EXACT),
                        new TransformerOptions(0.3, 0.5),
                        3,
                        List::of);
            });
        }
    }

    /** Codes are moved after steps 1 and 3. */
    @Test
    void aVqVaeWithCodesThatAreMoved() throws Exception {
        VqVaeTask.Options options = new VqVaeTask.Options(1, 1, 1, 2, true, Compute.EXACT);
        assertSameWay(
                peers -> new VqVaeTask(
                        TinyWorld.PICTURES,
                        TinyWorld.PICTURES,
                        Parameters.of(
                                VqVaeTensors.shapes(TinyWorld.VAE),
                                new VqVaeInitialisation(TinyWorld.VAE, 1),
                                Device.CPU),
                        TinyWorld.VAE,
                        options,
                        Terms.NONE,
                        peers),
                "state.code hits");
    }
}
