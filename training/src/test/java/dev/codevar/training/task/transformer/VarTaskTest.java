package dev.codevar.training.task.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.net.DropPath;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.task.SamplePictures;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.training.task.Ungraded;
import dev.codevar.training.task.tokens.KeptTokens;
import dev.codevar.training.task.tokens.TokenBatches;
import dev.codevar.training.task.tokens.TokenData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VarTaskTest {
    private static final TransformerOptions PLAIN = new TransformerOptions(0, 0);
    private static final int[] ALL = IntStream.range(0, 32).toArray();

    @TempDir
    Path folder;

    private TinyWorld world;
    private TokenData tokens;
    private TokenData others;
    private TransformerData data;

    @BeforeEach
    void open() {
        world = new TinyWorld(folder);
        tokens = world.tokens(folder, false);
        others = world.heldOut(folder);
        data = new TransformerData(new KeptTokens(tokens, world.vae), new KeptTokens(others, world.vae));
    }

    @AfterEach
    void close() {
        others.close();
        tokens.close();
        world.close();
    }

    private VarTask task(VarConfig config, TransformerOptions options, int scales, Precision products) {
        Parameters parameters = TinyWorld.parameters(config, 1, 2);
        SamplePictures samples = new SamplePictures(world.vae, 3, 1.5);
        List<SamplePictures.Part> parts = List.of(new SamplePictures.Part(parameters, config, TinyWorld.PYRAMID.all()));
        VarTraining training = new VarTraining(parameters.leaves(), config, new Compute(Device.CPU, products));
        return new VarTask(data, parameters, training, options, scales, () -> samples.draw(parts));
    }

    private static Moment moment(int step) {
        return new Moment(1, step, 100, 0, 0, 1);
    }

    /** {@return the logarithm of every token's probability, over all scales and by the definition} */
    private static Tensor logProbability_BL(VarTask task, TokenBatches.Batch batch, Tensor labels_B) {
        Tensor logits_BLV = new VarTraining(task.parameters().leaves(), TinyWorld.transformer(2))
                .logits(labels_B, batch.input_BlE(), 3, DropPath.NONE);
        return torch.softmax(logits_BLV, 2)
                .gather(2, batch.ids_BL().unsqueeze(2))
                .squeeze(2)
                .log();
    }

    /** An untrained head says next to nothing, and so nearly the same of every class. */
    private VarTask sharp(TransformerOptions options) {
        VarTask task = task(TinyWorld.transformer(2), options, 3, Precision.FLOAT32);
        Ungraded.value(() -> task.parameters().get("head.weight").mul_(new Scalar(200.0)));
        return task;
    }

    private double loss(VarTask task) {
        return Scoped.value(() -> task.loss(ALL, moment(0)).value().item_double());
    }

    @Test
    void itLearnsWithoutClassesAsOftenAsIsAsked() {
        try (VarTask never = sharp(PLAIN);
                VarTask always = sharp(new TransformerOptions(1, 0))) {
            double[] expected = Scoped.value(() -> {
                TokenBatches.Batch batch = data.training().of(ALL, moment(0));
                Tensor noClass_B = torch.full_like(batch.labels_B(), new Scalar((long)
                        TinyWorld.transformer(2).classes()));
                return new double[] {
                    -logProbability_BL(never, batch, batch.labels_B()).mean().item_double(),
                    -logProbability_BL(always, batch, noClass_B).mean().item_double()
                };
            });
            assertThat(expected[1]).isNotCloseTo(expected[0], within(1e-2));
            assertThat(loss(never)).isCloseTo(expected[0], within(1e-4));
            assertThat(loss(always)).isCloseTo(expected[1], within(1e-4));
        }
    }

    /** A last block that is skipped as good as always is one that adds nothing. */
    @Test
    void itSkipsBlocksAsOftenAsIsAsked() {
        try (VarTask never = sharp(PLAIN);
                VarTask always = sharp(new TransformerOptions(0, 0.999_999))) {
            double whole = loss(never);
            Ungraded.value(() -> {
                never.parameters().get("blocks.1.ada_lin.1.weight").zero_();
                return never.parameters().get("blocks.1.ada_lin.1.bias").zero_();
            });
            assertThat(loss(never)).isNotCloseTo(whole, within(1e-3));
            assertThat(loss(always)).isCloseTo(loss(never), within(1e-4));
        }
    }

    @Test
    void isMeasuredWithWhatItDoesNotLearnFrom() {
        // What serves training alone is not at work.
        try (VarTask task = sharp(new TransformerOptions(1, 0.9))) {
            double expected = Scoped.value(() -> {
                TokenBatches.Batch batch = data.heldOut().sequences(0, 1, 2, 3, 4);
                return -logProbability_BL(task, batch, batch.labels_B()).mean().item_double();
            });
            assertThat(Objects.requireNonNull(task.validate().get("loss"))).isCloseTo(expected, within(1e-4));
        }
    }

    @Test
    void aDraftersLossIsTheMeanOverItsScales() {
        VarConfig config = TinyWorld.transformer(2);
        try (VarTask drafter = task(config, PLAIN, 2, Precision.FLOAT32)) {
            Scoped.value(() -> {
                TokenBatches.Batch batch = data.training().of(new int[] {3, 9, 4}, moment(0));
                double expected = -logProbability_BL(drafter, batch, batch.labels_B())
                        .narrow(1, 0, 5)
                        .mean()
                        .item_double();
                Loss loss = drafter.loss(new int[] {3, 9, 4}, moment(0));
                assertThat(loss.value().item_double()).isCloseTo(expected, within(1e-5));
                assertThat(loss.metrics())
                        .containsKeys("scale 1 loss", "scale 1 accuracy")
                        .doesNotContainKey("scale 2 loss");
                assertThat(loss.metrics().get("loss")).isCloseTo(expected, within(1e-5));
                return 0;
            });
        }
    }

    @Test
    void whatServesLaterScalesAloneGetsNoGradient() {
        try (VarTask drafter = task(TinyWorld.transformer(1), PLAIN, 2, Precision.FLOAT32)) {
            Scoped.value(() -> {
                drafter.loss(ALL, moment(0)).value().backward();
                Tensor levels_KC = drafter.parameters().get("lvl_embed.weight").grad();
                Tensor places_1LC = drafter.parameters().get("pos_1LC").grad();
                assertThat(levels_KC.narrow(0, 2, 1).abs().max().item_double()).isZero();
                assertThat(places_1LC.narrow(1, 5, 16).abs().max().item_double())
                        .isZero();
                assertThat(levels_KC.narrow(0, 1, 1).abs().max().item_double()).isPositive();
                assertThat(places_1LC.narrow(1, 4, 1).abs().max().item_double()).isPositive();
                return 0;
            });
        }
    }

    @Test
    void oneLabelInTenIsDropped() {
        TransformerOptions options = new TransformerOptions(0.1, 0);
        int count = 20_000;
        int[] examples = IntStream.range(0, count).toArray();
        Scoped.value(() -> {
            Tensor labels_B = torch.zeros(count).to(ScalarType.Long);
            Tensor first_B = options.dropped(labels_B, examples, moment(0), 7, Compute.EXACT);
            Tensor second_B = options.dropped(labels_B, examples, moment(1), 7, Compute.EXACT);
            double dropped = first_B.eq(new Scalar(7L)).sum().item_double();
            double others = first_B.eq(new Scalar(0L)).sum().item_double();
            // Five deviations of a binomial distribution.
            assertThat(dropped / count).isCloseTo(0.1, within(5 * Math.sqrt(0.09 / count)));
            assertThat(dropped + others).isEqualTo(count);
            assertThat(first_B.equal(second_B)).isFalse();
            // How a step is cut into batches changes nothing.
            Tensor part_B = options.dropped(
                    labels_B.narrow(0, 0, 50), IntStream.range(50, 100).toArray(), moment(0), 7, Compute.EXACT);
            assertThat(part_B.equal(first_B.narrow(0, 50, 50))).isTrue();
            return 0;
        });
        assertThatThrownBy(() -> new TransformerOptions(1.5, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("label dropping 1.5 is not from 0 to 1");
    }

    @Test
    void matricesDecayButNotWhatBelongsToPlaces() {
        try (VarTask task = task(TinyWorld.transformer(1), PLAIN, 3, Precision.FLOAT32)) {
            List<String> decayed = task.parameters().tensors().values().stream()
                    .filter(task.decayed())
                    .map(info -> info.name())
                    .toList();
            assertThat(decayed)
                    .containsExactlyInAnyOrder(
                            "word_embed.weight",
                            "class_emb.weight",
                            "blocks.0.ada_lin.1.weight",
                            "blocks.0.attn.mat_qkv.weight",
                            "blocks.0.attn.proj.weight",
                            "blocks.0.ffn.fc1.weight",
                            "blocks.0.ffn.fc2.weight",
                            "head_nm.ada_lin.1.weight",
                            "head.weight");
        }
    }

    @Test
    void bfloat16ComesNear() {
        VarConfig config = TinyWorld.transformer(2);
        try (VarTask exact = task(config, PLAIN, 3, Precision.FLOAT32);
                VarTask rough = task(config, PLAIN, 3, Precision.BFLOAT16)) {
            double expected =
                    Scoped.value(() -> exact.loss(ALL, moment(0)).value().item_double());
            double found = Scoped.value(() -> rough.loss(ALL, moment(0)).value().item_double());
            assertThat(found).isCloseTo(expected, within(0.02)).isNotEqualTo(expected);
        }
    }

    @Test
    @Tag("slow")
    void learnsThirtyTwoPicturesByHeart() {
        try (VarTask task = task(TinyWorld.transformer(2), PLAIN, 3, Precision.FLOAT32);
                AdamW optimiser = new AdamW(task.parameters(), AdamW.Settings.of(0.95, 0), task.decayed())) {
            for (int step = 0; step < 40; step++) {
                Moment now = moment(step);
                Scoped.value(() -> {
                    task.parameters().zeroGradients();
                    task.loss(ALL, now).value().backward();
                    optimiser.step(5e-3);
                    return 0;
                });
            }
            Map<String, Double> learnt =
                    Scoped.value(() -> task.loss(ALL, moment(0)).metrics());
            assertThat(Objects.requireNonNull(learnt.get("accuracy"))).isGreaterThan(0.99);
            List<Picture> drawn = task.samples();
            assertThat(drawn).hasSize(3).allMatch(picture -> picture.width() == 8);
        }
    }
}
