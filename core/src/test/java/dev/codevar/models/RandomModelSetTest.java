package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.CoDe;
import dev.codevar.Generation;
import dev.codevar.GenerationObserver;
import dev.codevar.TestModels;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.verify.GoldenCase;
import dev.codevar.verify.SyntheticWeights;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomModelSetTest {

    /** The golden cases list every tensor of the published code's models. */
    @ParameterizedTest
    @ValueSource(strings = {"imagenet256-tiny", "sharedaln128-tiny"})
    void namesAndShapesAreThePublishedOnes(String name) {
        GoldenCase golden = GoldenCase.read(TestModels.golden(name));
        assertThat(new TreeMap<>(VqVaeTensors.shapes(golden.vae()))).isEqualTo(published(golden, "vae."));
        for (String prefix : List.of("drafter.", "refiner.")) {
            Map<String, List<Long>> published = published(golden, prefix);
            VarConfig config = golden.transformer(
                    published.getOrDefault("class_emb.weight", List.of()).get(1).intValue() / VarConfig.HEAD_CHANNELS);
            assertThat(new TreeMap<>(VarTensors.shapes(config))).isEqualTo(published);
        }
    }

    private static Map<String, List<Long>> published(GoldenCase golden, String prefix) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        new SyntheticWeights(golden.folder().resolve("weights.json"), prefix, golden.weightSeed())
                .tensors().values().stream()
                        .filter(tensor -> Recognition.isWeight(tensor.name()))
                        .forEach((TensorInfo tensor) -> shapes.put(tensor.name(), tensor.shape()));
        return shapes;
    }

    @Test
    void randomModelsDraw() {
        Pyramid pyramid = Pyramid.of(1, 2, 4);
        Map<String, VarConfig> transformers = Map.of(
                "large",
                new VarConfig(3, 10, 64, 8, false, pyramid),
                "small",
                new VarConfig(2, 10, 64, 8, true, pyramid));
        VqVaeConfig vae = new VqVaeConfig(64, 8, 32, List.of(1, 2), 1, true, true, 4, pyramid);
        try (CoDe code = CoDe.open(ModelSet.random(transformers, vae), Resources.of(Device.CPU, Precision.BFLOAT16))) {
            Generation done =
                    code.generate(code.request().plan("large:2,small").count(3).build(), GenerationObserver.NONE);
            assertThat(done.pictures()).hasSize(3);
            assertThat(done.pictures().get(0).tokens())
                    .as("as many codes as there are in play, not one for all")
                    .satisfies(tokens -> assertThat(
                                    Arrays.stream(tokens.scale(2)).distinct().count())
                            .isGreaterThan(4));
        }
    }
}
