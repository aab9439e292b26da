package dev.codevar.measure.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.decode.token.Row;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which layer suffers from 8 bits: the model of fashion32 that is 128 wide, as it is and with one channel 100 times as large. */
class LayerComparisonTest {
    private static final Path FASHION32 = Path.of("..", "models", "fashion32");
    private static final long WIDTH = 128;
    private static final long CHANNEL = 17;
    private static final double TIMES = 100;
    private static final List<Row> ROWS = IntStream.range(0, 4)
            .mapToObj(i -> new Row(i, i, 2, Collections.nCopies(6, 1.0), Collections.nCopies(6, 0), 0, null))
            .toList();

    @TempDir
    Path folder;

    private static List<LayerDifference> asItIs = List.of();

    @BeforeAll
    static void compare() {
        Libtorch.load();
        assumeTrue(EightBitProduct.offered());
        asItIs = layers(FASHION32);
    }

    @Test
    void noLayerIsMuchWorseThanNormallyDistributedRowsAndWeights() {
        assertThat(asItIs)
                .extracting(LayerDifference::place)
                .containsExactly(
                        "qkv of block 0 of small",
                        "proj of block 0 of small",
                        "fc1 of block 0 of small",
                        "fc2 of block 0 of small",
                        "qkv of block 1 of small",
                        "proj of block 1 of small",
                        "fc1 of block 1 of small",
                        "fc2 of block 1 of small");
        assertThat(asItIs).allSatisfy(layer -> {
            assertThat(layer.scales())
                    .extracting(LayerDifference.OfScale::scale)
                    .containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(layer.error()).isBetween(1e-3, 0.025);
        });
    }

    /**
     * The channel is 100 times as large behind the norm and its weights a hundredth, so float32 computes the same, and in 8 bits the row's
     * step is 100 times as coarse for all other channels.
     */
    @Test
    void aLayerWithAnOutlierIsTheWorst() throws IOException {
        List<LayerDifference> layers = layers(withOutlier(folder));
        LayerDifference worst = layers.stream()
                .max(Comparator.comparingDouble(LayerDifference::error))
                .orElseThrow();
        assertThat(worst.place()).isEqualTo("fc1 of block 1 of small");
        for (int i = 0; i < layers.size(); i++) {
            LayerDifference before = asItIs.get(i);
            LayerDifference now = layers.get(i);
            if (now.equals(worst)) {
                assertThat(now.error()).isGreaterThan(5 * before.error());
                // All of such a row's length lies in one number of 128.
                assertThat(now.peak()).isBetween(0.8 * Math.sqrt(WIDTH), Math.sqrt(WIDTH));
                assertThat(now.scales())
                        .allSatisfy(scale -> assertThat(scale.error()).isGreaterThan(3 * before.error()));
            } else {
                assertThat(now.error()).isLessThan(1.5 * before.error());
            }
        }
    }

    private static List<LayerDifference> layers(Path set) {
        ModelSet models = ModelSet.open(set);
        PlanSpec plan = PlanSpec.parse("small", models.description());
        return Scoped.inference(() -> {
            try (LoadedPlan exact = loaded(models, plan, Precision.FLOAT32);
                    LoadedPlan other = loaded(models, plan, Precision.INT8)) {
                LayerComparison comparison = new LayerComparison(other, plan);
                exact.decode(ROWS, comparison).close();
                return comparison.differences();
            }
        });
    }

    private static LoadedPlan loaded(ModelSet models, PlanSpec plan, Precision precision) {
        return new LoadedPlan(models, plan, Resources.of(Device.CPU, precision));
    }

    private static Path withOutlier(Path folder) throws IOException {
        for (String file : List.of("model.json", "vae.safetensors")) {
            Files.copy(FASHION32.resolve(file), folder.resolve(file));
        }
        try (PointerScope scope = new PointerScope();
                Checkpoint checkpoint = Checkpoint.open(FASHION32.resolve("small.safetensors"))) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            checkpoint
                    .tensors()
                    .forEach((name, info) ->
                            tensors.put(name, checkpoint.load(name, info.type().scalarType())));
            Tensor weight = of(tensors, "blocks.1.ada_lin.1.weight");
            Tensor bias = of(tensors, "blocks.1.ada_lin.1.bias");
            Scalar times = new Scalar(TIMES);
            // The norm multiplies by 1 + scale, which comes fourth of six, and adds the shift, which comes last.
            long scale = 3 * WIDTH + CHANNEL;
            long shift = 5 * WIDTH + CHANNEL;
            for (long row : new long[] {scale, shift}) {
                weight.select(0, row).mul_(times);
                bias.select(0, row).mul_(times);
            }
            bias.select(0, scale).add_(new Scalar(TIMES - 1));
            of(tensors, "blocks.1.ffn.fc1.weight").select(1, CHANNEL).div_(times);
            Safetensors.write(folder.resolve("small.safetensors"), tensors, Map.of());
        }
        return folder;
    }

    private static Tensor of(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name));
    }
}
