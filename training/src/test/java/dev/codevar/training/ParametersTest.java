package dev.codevar.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.CodeVarException;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {
    private static final Map<String, List<Long>> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("z.weight", List.of(2L, 3L));
        SHAPES.put("a.bias", List.of(2L));
    }

    @Test
    void orderShapesAndValuesAreKeptOnTheWayThroughAFile(@TempDir Path folder) {
        Path file = folder.resolve("p.safetensors");
        try (PointerScope scope = new PointerScope();
                Parameters made = numbered()) {
            assertThat(made.count()).isEqualTo(8);
            Safetensors.write(file, made, Map.of("about", "test"));
            try (Checkpoint checkpoint = Checkpoint.open(file);
                    Parameters read = Parameters.of(checkpoint, Device.CPU)) {
                assertThat(read.leaves().keySet()).containsExactly("z.weight", "a.bias");
                assertThat(read.tensors()).isEqualTo(made.tensors());
                assertThat(values(read.get("z.weight"))).containsExactly(0, 1, 2, 3, 4, 5);
                assertThat(read.get("a.bias").requires_grad()).isTrue();
            }
        }
    }

    @Test
    void aCopySharesNothing() {
        try (PointerScope scope = new PointerScope();
                Parameters made = numbered();
                Parameters copy = Parameters.of(made, Device.CPU)) {
            Tensor loaded = made.load("a.bias", ScalarType.Float);
            assertThat(loaded.requires_grad()).isFalse();
            loaded.fill_(new Scalar(9.0));
            copy.get("a.bias").detach().fill_(new Scalar(7.0));
            assertThat(values(made.get("a.bias"))).containsExactly(0, 1);
        }
    }

    /** The gradient of 3a + 4b is (3, 3, 4, …); its norm is known, and PyTorch's factor is longest/(norm + 1e-6). */
    @Test
    void gradientsAreClippedTogetherAndForgotten() {
        try (PointerScope scope = new PointerScope();
                Parameters made = numbered()) {
            double norm = Math.sqrt(6 * 9 + 2 * 16);
            gradients(made);
            assertThat(made.clipGradients(100)).isCloseTo(norm, within(1e-6));
            assertThat(values(made.get("a.bias").grad())).containsExactly(4, 4);
            assertThat(made.clipGradients(2)).isCloseTo(norm, within(1e-6));
            float clipped = (float) (4 * 2 / (norm + 1e-6));
            assertThat(values(made.get("a.bias").grad()))
                    .containsExactly(new float[] {clipped, clipped}, within(1e-6f));
            assertThat(made.clipGradients(2)).isCloseTo(2, within(1e-5));
            made.zeroGradients();
            assertThat(made.get("a.bias").grad().defined()).isFalse();
            assertThat(made.clipGradients(2)).isZero();
            gradients(made);
            assertThat(values(made.get("z.weight").grad())).containsOnly(3);
        }
    }

    @Test
    void onlyWhatIsTrainedIsTaken() {
        try (PointerScope scope = new PointerScope();
                TensorSource random = new RandomWeights("a test", SHAPES, 1);
                Parameters biases =
                        Parameters.of(random, info -> info.name().endsWith("bias"), Device.CPU, ScalarType.Double)) {
            assertThat(biases.leaves()).containsOnlyKeys("a.bias");
            assertThat(biases.get("a.bias").scalar_type().value).isEqualTo(ScalarType.Double.value);
            assertThatThrownBy(() -> biases.get("z.weight"))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("z.weight");
        }
    }

    private static void gradients(Parameters made) {
        Tensor first = made.get("z.weight").sum().mul(new Scalar(3.0));
        first.add(made.get("a.bias").sum().mul(new Scalar(4.0))).backward();
    }

    private static Parameters numbered() {
        return Parameters.of(
                SHAPES,
                (info, values) -> {
                    for (int i = 0; i < values.length; i++) {
                        values[i] = i;
                    }
                },
                Device.CPU);
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.detach().contiguous().data_ptr_float().get(values);
        return values;
    }
}
