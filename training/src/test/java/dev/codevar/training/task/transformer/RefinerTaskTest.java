package dev.codevar.training.task.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.net.DropPath;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.training.task.Ungraded;
import dev.codevar.training.task.tokens.KeptTokens;
import dev.codevar.training.task.tokens.TokenBatches;
import dev.codevar.training.task.tokens.TokenData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefinerTaskTest {
    private static final int[] EXAMPLES = {1, 30, 17};

    @TempDir
    Path folder;

    private TinyWorld world;
    private TokenData tokens;
    private TokenData others;
    private TransformerData data;
    private Parameters teaching;
    private VarTraining teacher;
    private VarTraining student;
    private Parameters parameters;

    @BeforeEach
    void open() {
        world = new TinyWorld(folder);
        tokens = world.tokens(folder, false);
        others = world.heldOut(folder);
        data = new TransformerData(new KeptTokens(tokens, world.vae), new KeptTokens(others, world.vae));
        VarConfig large = TinyWorld.transformer(2);
        VarConfig small = TinyWorld.transformer(2);
        teaching = TinyWorld.parameters(large, 1, 4);
        parameters = TinyWorld.parameters(small, 1, 5);
        // An untrained head says next to nothing, and so nearly the same everywhere.
        sharpen(teaching);
        sharpen(parameters);
        teacher = new VarTraining(teaching.leaves(), large);
        student = new VarTraining(parameters.leaves(), small);
    }

    private static void sharpen(Parameters of) {
        Ungraded.value(() -> of.get("head.weight").mul_(new Scalar(200.0)));
    }

    @AfterEach
    void close() {
        teaching.close();
        others.close();
        tokens.close();
        world.close();
    }

    private RefinerTask task(int drafted) {
        return task(drafted, new TransformerOptions(0, 0));
    }

    private RefinerTask task(int drafted, TransformerOptions options) {
        return new RefinerTask(data, parameters, student, teacher, options, drafted, List::of);
    }

    private static Moment moment(int step) {
        return new Moment(1, step, 4, 0, 0, 1);
    }

    @Test
    void theDraftedScalesWeighLessAndLess() {
        assertThat(RefinerTask.weight(moment(0))).isEqualTo(1);
        assertThat(RefinerTask.weight(moment(1))).isEqualTo(0.75);
        assertThat(RefinerTask.weight(moment(2))).isEqualTo(0.5);
        assertThat(RefinerTask.weight(moment(3))).isEqualTo(0.25);
    }

    @Test
    void theLossIsTheWeightedDivergence() {
        try (RefinerTask task = task(2)) {
            Scoped.value(() -> {
                TokenBatches.Batch batch = data.training().of(EXAMPLES, moment(0));
                Tensor divergence_BL = divergence(batch, batch.labels_B());
                // Five tokens of 21 are drafted; a quarter of the training lies behind.
                double expected = (0.75 * divergence_BL.narrow(1, 0, 5).sum().item_double()
                                + divergence_BL.narrow(1, 5, 16).sum().item_double())
                        / divergence_BL.numel();
                Loss loss = task.loss(EXAMPLES, moment(1));
                assertThat(expected).isGreaterThan(0.01);
                assertThat(loss.value().item_double()).isCloseTo(expected, within(1e-5));
                assertThat(loss.metrics()).containsEntry("weight of drafted scales", 0.75);
                return 0;
            });
        }
    }

    /** Σ p·(ln p − ln q), by the definition. */
    private Tensor divergence(TokenBatches.Batch batch, Tensor labels_B) {
        Tensor p_BLV = torch.softmax(teacher.logits(labels_B, batch.input_BlE(), 3, DropPath.NONE), 2);
        Tensor q_BLV = torch.softmax(student.logits(labels_B, batch.input_BlE(), 3, DropPath.NONE), 2);
        return p_BLV.mul(p_BLV.log().sub(q_BLV.log())).sum(2);
    }

    @Test
    void onlyTheStudentLearns() {
        try (RefinerTask task = task(2)) {
            Scoped.value(() -> {
                task.loss(EXAMPLES, moment(0)).value().backward();
                return 0;
            });
            assertThat(parameters.get("head.weight").grad().defined()).isTrue();
            teaching.leaves()
                    .forEach((name, leaf) ->
                            assertThat(leaf.grad().defined()).as(name).isFalse());
            assertThat(task.parameters().tensors().values()).noneMatch(task.decayed());
        }
    }

    /** Of held-out pictures, and without what serves training alone. */
    @Test
    void measuresWhatTheRefinerWillMake() {
        try (RefinerTask task = task(2, new TransformerOptions(1, 0.9))) {
            double expected = Scoped.value(() -> {
                TokenBatches.Batch batch = data.heldOut().sequences(0, 1, 2, 3, 4);
                Tensor divergence_BL = divergence(batch, batch.labels_B());
                return divergence_BL.narrow(1, 5, 16).sum().item_double() / divergence_BL.numel();
            });
            Map<String, Double> measured = task.validate();
            assertThat(Objects.requireNonNull(measured.get("loss"))).isCloseTo(expected, within(1e-5));
            assertThat(measured).containsKeys("divergence", "scale 2 accuracy");
        }
    }

    @Test
    void bothLearnWithoutClassesAsOftenAsIsAsked() {
        try (RefinerTask task = task(2, new TransformerOptions(1, 0))) {
            Scoped.value(() -> {
                TokenBatches.Batch batch = data.training().of(EXAMPLES, moment(0));
                Tensor noClass_B = torch.full_like(
                        batch.labels_B(), new Scalar((long) student.config().classes()));
                double expected = divergence(batch, noClass_B).mean().item_double();
                assertThat(divergence(batch, batch.labels_B()).mean().item_double())
                        .isNotCloseTo(expected, within(1e-3));
                Loss loss = task.loss(EXAMPLES, moment(0));
                assertThat(loss.value().item_double()).isCloseTo(expected, within(1e-5));
                return 0;
            });
        }
    }

    /** A last block that is skipped as good as always is one that adds nothing; the teacher skips none. */
    @Test
    void theStudentSkipsBlocksAsOftenAsIsAsked() {
        try (RefinerTask task = task(2, new TransformerOptions(0, 0.999_999))) {
            double skipping =
                    Scoped.value(() -> task.loss(EXAMPLES, moment(0)).value().item_double());
            Ungraded.value(() -> {
                parameters.get("blocks.1.ada_lin.1.weight").zero_();
                return parameters.get("blocks.1.ada_lin.1.bias").zero_();
            });
            double expected = Scoped.value(() -> {
                TokenBatches.Batch batch = data.training().of(EXAMPLES, moment(0));
                return divergence(batch, batch.labels_B()).mean().item_double();
            });
            assertThat(skipping).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void somethingMustBeLeftToRefine() {
        assertThatThrownBy(() -> task(3))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("draft steps 3 is not between 1 and 2");
        parameters.close();
    }
}
