package dev.codevar.training.task.vqvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Initialiser;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VqVaeInitialisationTest {
    private static float[] filled(Initialiser initialiser, Map<String, List<Long>> shapes, String name) {
        TensorInfo info = new TensorInfo(name, StoredType.FLOAT32, Objects.requireNonNull(shapes.get(name), name));
        float[] values = new float[(int) info.elements()];
        initialiser.fill(info, values);
        return values;
    }

    @Test
    void convolutionsAreEvenByTheirInputs() {
        VqVaeConfig config = new VqVaeConfig(512, 16, 32, List.of(1, 2, 2), 1, false, true, 4, Pyramid.of(1, 2, 4));
        Map<String, List<Long>> shapes = VqVaeTensors.shapes(config);
        VqVaeInitialisation initialisation = new VqVaeInitialisation(config, 1);
        double bound = 1 / Math.sqrt(32 * 9);
        assertEven(filled(initialisation, shapes, "encoder.down.0.block.0.conv1.weight"), bound);
        for (float bias : filled(initialisation, shapes, "encoder.down.0.block.0.conv1.bias")) {
            assertThat((double) Math.abs(bias)).isBetween(Double.MIN_VALUE, bound);
        }
        assertEven(filled(initialisation, shapes, "quantize.embedding.weight"), 1.0 / 512);
        assertThat(filled(initialisation, shapes, "encoder.norm_out.weight")).containsOnly(1);
        assertThat(filled(initialisation, shapes, "encoder.norm_out.bias")).containsOnly(0);
    }

    private static void assertEven(float[] values, double bound) {
        double most = 0;
        double squares = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
            squares += (double) value * value / values.length;
        }
        assertThat(most).isBetween(0.99 * bound, bound);
        assertThat(Math.sqrt(squares)).isCloseTo(bound / Math.sqrt(3), within(0.03 * bound));
    }
}
