package dev.codevar.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.NativeObjects;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.Conditioning;
import dev.codevar.model.KvCache;
import dev.codevar.model.LayerWatch;
import dev.codevar.model.PictureRows;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.model.VarTensors;
import dev.codevar.models.Recognition;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import dev.codevar.training.AdamW;
import dev.codevar.training.Gradients;
import dev.codevar.training.Parameters;
import dev.codevar.training.TokenLoss;
import dev.codevar.verify.GoldenCase;
import dev.codevar.verify.GoldenWeights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transformer in training: inference's function, and its gradient. */
class VarTrainingTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3);

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static VarConfig tiny(int depth, boolean shared) {
        return new VarConfig(depth, 3, 11, 4, shared, PYRAMID);
    }

    @ParameterizedTest
    @CsvSource({
        "imagenet256-tiny, drafter",
        "imagenet256-tiny, refiner",
        "sharedaln128-tiny, drafter",
        "sharedaln128-tiny, refiner"
    })
    void logitsAreTheGoldenOnes(String name, String role) {
        GoldenCase golden = GoldenCase.read(Golden.folder(name));
        GoldenWeights weights = GoldenWeights.of(golden, false);
        Scoped.value(() -> {
            try (Checkpoint expected = Golden.expected(name);
                    TensorSource source = role.equals("drafter") ? weights.drafter() : weights.refiner();
                    Parameters parameters = Golden.parameters(source)) {
                VarConfig config = golden.transformer(Recognition.depth(source));
                Tensor labels_B = Tensor.create(
                        golden.labels().stream().mapToLong(label -> label).toArray());
                Tensor got_BlV = new VarTraining(parameters.leaves(), config)
                        .logits(
                                labels_B,
                                expected.load("var_input", ScalarType.Float),
                                config.pyramid().scales(),
                                DropPath.NONE);
                Tensor wanted_BnV = expected.load(role + ".logits", ScalarType.Float);
                Tensor positions_n = Tensor.create(
                        LongStream.range(0, wanted_BnV.size(1)).map(i -> 7 * i).toArray());
                assertThat(largestDifference(got_BlV.index_select(1, positions_n), wanted_BnV))
                        .isLessThan(2e-3);
                return 0;
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"large, 4", "small, 2"})
    void logitsAreThoseOfInference(String model, int depth) {
        VarConfig config = new VarConfig(depth, 10, 512, 16, false, Pyramid.of(1, 2, 3, 4, 6, 8));
        Scoped.value(() -> {
            try (Checkpoint source = Checkpoint.open(Path.of("..", "models/fashion32", model + ".safetensors"));
                    Parameters parameters = Golden.parameters(source);
                    VarModel inference = new VarModel(parameters, config, Compute.EXACT)) {
                int[] labels = {3, 10, 3};
                Tensor input_BlE = Gradients.random(8, 3, 129, 16).to(ScalarType.Float);
                Tensor wanted_BlV = inferred(inference, labels, input_BlE);
                VarTraining training = new VarTraining(parameters.leaves(), config);
                Tensor labels_B = Tensor.create(3L, 10L, 3L);
                Tensor got_BlV = training.logits(labels_B, input_BlE, 6, DropPath.NONE);
                assertThat(largestDifference(got_BlV, wanted_BlV)).isLessThan(1e-4);
                Tensor prefix_BlV = training.logits(labels_B, input_BlE, 3, DropPath.NONE);
                assertThat(largestDifference(prefix_BlV, wanted_BlV.narrow(1, 0, 14)))
                        .isLessThan(1e-4);
                return 0;
            }
        });
    }

    private static Tensor inferred(VarModel model, int[] labels, Tensor input_BlE) {
        Pyramid pyramid = model.config().pyramid();
        try (Conditioning condition = model.condition(PictureRows.ofClasses(labels));
                Slab slab = new Slab();
                KvCache cache = new KvCache(model.config(), labels.length, pyramid.length(), Compute.EXACT, slab)) {
            Tensor x_BlC = model.embed(
                    pyramid.all(),
                    k -> input_BlE.narrow(1, pyramid.begin(k) - pyramid.tokens(0), pyramid.tokens(k)),
                    condition);
            return model.logits(model.forward(x_BlC, pyramid.all(), condition, cache, LayerWatch.NOBODY), 0, condition);
        }
    }

    private static double largestDifference(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item_double();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsAreFiniteDifferences(boolean shared) {
        VarConfig config = tiny(2, shared);
        DropPath dropPath = new DropPath(0.5, 1, 2);
        Scoped.value(() -> {
            try (Parameters parameters = Gradients.exact(VarTensors.shapes(config))) {
                VarTraining model = new VarTraining(parameters.leaves(), config);
                Gradients.check(
                        parameters, name -> true, () -> loss(model, dropPath).mean(), 1e-5, 1e-6);
                Gradients.check(
                        parameters,
                        name -> true,
                        () -> loss(model, DropPath.NONE).mean(new ScaleRange(1, 2)),
                        1e-5,
                        1e-6);
                return 0;
            }
        });
    }

    /** Of four pictures, one of them without a class. */
    private static TokenLoss loss(VarTraining model, DropPath dropPath) {
        ScalarType type = ScalarType.Double;
        Tensor logits_BlV = model.logits(
                Tensor.create(2L, 0L, 3L, 2L), Gradients.random(7, 4, 13, 4).to(type), 3, dropPath);
        return TokenLoss.crossEntropy(logits_BlV, Gradients.ids(9, 11, 4, 14), PYRAMID);
    }

    @Test
    void stepsReduceTheLossAndLeakNothing() {
        VarConfig config = tiny(1, false);
        long before = NativeObjects.settled();
        try (Parameters parameters = Gradients.exact(VarTensors.shapes(config));
                AdamW optimiser = new AdamW(parameters, AdamW.Settings.of(0.95, 0), AdamW.MATRICES)) {
            VarTraining model = new VarTraining(parameters.leaves(), config);
            double first = step(model, parameters, optimiser);
            double second = step(model, parameters, optimiser);
            long pointers = Pointer.totalCount();
            for (int i = 0; i < 20; i++) {
                step(model, parameters, optimiser);
            }
            assertThat(Pointer.totalCount()).isEqualTo(pointers);
            assertThat(second).isLessThan(first);
            assertThat(step(model, parameters, optimiser)).isLessThan(0.8 * first);
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    private static double step(VarTraining model, Parameters parameters, AdamW optimiser) {
        return Scoped.value(() -> {
            parameters.zeroGradients();
            Tensor loss = loss(model, DropPath.NONE).mean();
            loss.backward();
            optimiser.step(1e-3);
            return loss.item_double();
        });
    }

    @Test
    void productsInBfloat16ChangeLittleAndOnlyWithinThePass() {
        VarConfig config = tiny(2, false);
        Scoped.value(() -> {
            try (Parameters parameters = Golden.random(VarTensors.shapes(config))) {
                Tensor labels_B = Tensor.create(2L, 0L);
                Tensor input_BlE = Gradients.random(7, 2, 13, 4).to(ScalarType.Float);
                Tensor exact_BlV =
                        new VarTraining(parameters.leaves(), config).logits(labels_B, input_BlE, 3, DropPath.NONE);
                Tensor rounded_BlV = new VarTraining(
                                parameters.leaves(), config, new Compute(Device.CPU, Precision.BFLOAT16))
                        .logits(labels_B, input_BlE, 3, DropPath.NONE);
                double size = exact_BlV.abs().max().item_double();
                // A bfloat16 has 8 bits.
                assertThat(largestDifference(exact_BlV, rounded_BlV)).isBetween(size * 1e-5, size * 0x1p-5);
                assertThat(torch.is_autocast_enabled(torch.DeviceType.CPU)).isFalse();
                rounded_BlV.sum().backward();
                assertThat(parameters.get("pos_start").grad().norm().item_double())
                        .isGreaterThan(0);
                for (Precision illegal : List.of(Precision.FLOAT16, Precision.INT8)) {
                    assertThatThrownBy(() ->
                                    new VarTraining(parameters.leaves(), config, new Compute(Device.CPU, illegal)))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessageContaining(illegal.label())
                            .hasMessageContaining("use float32 or bfloat16");
                }
                return 0;
            }
        });
    }

    @Test
    void wrongParametersAndScalesAreNamed() {
        VarConfig config = tiny(1, false);
        Scoped.value(() -> {
            try (Parameters parameters = Gradients.exact(VarTensors.shapes(config))) {
                Map<String, Tensor> some = new HashMap<>(parameters.leaves());
                some.remove("head.bias");
                refused(some, config, "head.bias is missing (expected shape [11])");
                some.put("head.bias", parameters.get("pos_start"));
                refused(some, config, "head.bias has shape [1, 1, 64], expected [11]");
                some.put("head.bias", parameters.get("head.bias"));
                some.put("surprise", parameters.get("head.bias"));
                refused(some, config, "surprise is not part of this model");
                VarTraining model = new VarTraining(parameters.leaves(), config);
                for (int scales : List.of(0, 4)) {
                    assertThatThrownBy(() -> model.logits(
                                    Tensor.create(0L), Gradients.random(1, 1, 13, 4), scales, DropPath.NONE))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessageContaining(scales + " is not between 1 and 3");
                }
                return 0;
            }
        });
    }

    private static void refused(Map<String, Tensor> parameters, VarConfig config, String message) {
        assertThatThrownBy(() -> new VarTraining(parameters, config))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(message);
    }
}
