package dev.codevar.evaluation.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GraphResizeTest {

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void theLastPixelRepeats() {
        float[] row = {0, 0.5f, 1, 1};
        float[] both = {0, 0.5f, 1, 1, 1, 1.5f, 2, 2, 2, 2.5f, 3, 3, 2, 2.5f, 3, 3};
        assertThat(resized(new float[] {0, 1, 0, 1}, 2, 2, 4)).containsExactly(join(row, row, row, row));
        assertThat(resized(new float[] {0, 1, 2, 3}, 2, 2, 4)).containsExactly(both);
    }

    @Test
    void aRampStaysOneUntilItsEnd() {
        float[] ramp = new float[256 * 256];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = Math.floorDiv(i, 256);
        }
        float[] large = resized(ramp, 256, 256, Inception.SIDE);
        for (int y = 0; y < Inception.SIDE; y++) {
            for (int x = 0; x < Inception.SIDE; x += 149) {
                assertThat(large[y * Inception.SIDE + x])
                        .isCloseTo((float) Math.min(y * 0.8561873, 255), within(1e-4f));
            }
        }
    }

    @Test
    void pixelsAreLeftOutWithoutSmoothing() {
        assertThat(resized(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 4, 4, 2))
                .containsExactly(0, 2, 8, 10);
    }

    @Test
    void theSameSizeChangesNothing() {
        float[] values = {3, 1, 4, 1, 5, 9, 2, 6, 5};
        assertThat(resized(values, 3, 3, 3)).containsExactly(values);
    }

    private static float[] join(float[]... rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
        }
        return all;
    }

    private static float[] resized(float[] values, int height, int width, int side) {
        return Scoped.value(() -> {
            float[] result = new float[side * side];
            GraphResize.apply(Tensor.create(values, 1, 1, height, width), side, Compute.EXACT)
                    .contiguous()
                    .data_ptr_float()
                    .get(result);
            return result;
        });
    }
}
