package dev.codevar.measure.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.picture.Picture;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PixelFeaturesTest {
    private static final float EXACT = 1e-6f;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    @Test
    void greyIsTheWeightedMeanOfAnArea() {
        byte[] rgb = new byte[3 * 16 * 16];
        // The second area of the first row holds a red pixel, a green one, a white one and a black one.
        rgb[3 * 2] = -1;
        rgb[3 * 3 + 1] = -1;
        Arrays.fill(rgb, 3 * (16 + 2), 3 * (16 + 3), (byte) -1);
        float[] expected = new float[PixelFeatures.DIMENSIONS];
        expected[1] = (0.299f + 0.587f + 1) / 4;
        assertThat(of(new Picture(16, 16, rgb))).containsExactly(expected, within(EXACT));
    }

    @Test
    void whiteIsOne() {
        byte[] rgb = new byte[3 * 32 * 32];
        Arrays.fill(rgb, (byte) -1);
        float[] expected = new float[PixelFeatures.DIMENSIONS];
        Arrays.fill(expected, 1);
        assertThat(of(new Picture(32, 32, rgb))).containsExactly(expected, within(EXACT));
    }

    private static float[] of(Picture picture) {
        return Scoped.value(() -> {
            Tensor features_nd = PixelFeatures.of(List.of(picture));
            float[] values = new float[(int) features_nd.numel()];
            features_nd.contiguous().data_ptr_float().get(values);
            return values;
        });
    }
}
