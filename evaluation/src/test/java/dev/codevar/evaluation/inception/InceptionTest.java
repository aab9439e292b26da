package dev.codevar.evaluation.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InceptionTest {
    private static final Architecture SIXTEENTH = Thin.by(16);
    /** Of the largest number: float32 against float64, through 94 convolutions. */
    private static final double TOLERANCE = 1e-5;

    @BeforeAll
    static void loadLibrary() {
        Libtorch.load();
    }

    /** What golden.py computed with numpy, in float64 and with batch norms of their own. */
    @Test
    void activationsAreThoseOfAnotherImplementation() throws IOException {
        float[] golden = golden();
        float[][] got = run(pictures(2, 40, 48));
        int from = 0;
        for (float[] activations : got) {
            float[] expected = Arrays.copyOfRange(golden, from, from + activations.length);
            assertClose(activations, expected);
            from += activations.length;
        }
        assertThat(from).isEqualTo(golden.length);
    }

    @Test
    void aPictureIsTheSameInEveryBatch() {
        float[][] eleven = run(pictures(11, 40, 48));
        float[][] two = run(pictures(2, 40, 48));
        for (int i = 0; i < two.length; i++) {
            assertThat(Arrays.copyOf(eleven[i], two[i].length)).containsExactly(two[i]);
        }
    }

    @Test
    void stridesOfPicturesDoNotMatter() {
        Tensor pictures = pictures(1, 20, 30);
        float[][] plain = run(pictures);
        float[][] interleaved = run(pictures.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        for (int i = 0; i < plain.length; i++) {
            assertThat(interleaved[i]).containsExactly(plain[i]);
        }
    }

    @Test
    void whatIsNoPictureOf8BitsIsRefused() {
        try (Inception inception = new Inception(SIXTEENTH, HashedWeights.of(SIXTEENTH), Device.CPU)) {
            for (Tensor wrong : new Tensor[] {
                Tensor.create(new float[3], 1, 3, 1, 1),
                Tensor.create(new byte[4], 1, 4, 1, 1),
                Tensor.create(new byte[3], 3, 1, 1),
                pictures(1, 2, 2).narrow(0, 0, 0)
            }) {
                assertThatThrownBy(() -> inception.apply(wrong))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessage("Inception takes pictures of 8 bits as (B, 3, height, width), at least one");
            }
        }
    }

    private static void assertClose(float[] got, float[] expected) {
        double largest = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .max()
                .orElseThrow();
        assertThat(got).containsExactly(expected, within((float) (largest * TOLERANCE)));
    }

    private static float[][] run(Tensor pictures) {
        try (Inception inception = new Inception(SIXTEENTH, HashedWeights.of(SIXTEENTH), Device.CPU)) {
            return run(inception, pictures);
        }
    }

    /** {@return pool, spatial, logits} */
    static float[][] run(Inception inception, Tensor pictures) {
        return Scoped.inference(() -> {
            Activations activations = inception.apply(pictures);
            return new float[][] {
                floats(activations.pool_Bf()), floats(activations.spatial_Bf()), floats(activations.logits_Bk())
            };
        });
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.data_ptr_float().get(values);
        return values;
    }

    /** {@return the pictures of golden.py} */
    static Tensor pictures(int count, int height, int width) {
        byte[] bytes = new byte[count * 3 * height * width];
        int i = 0;
        for (int b = 0; b < count; b++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        bytes[i++] = (byte) (b * 37 + c * 61 + y * 7 + x * 11 + x * y % 13 * 5);
                    }
                }
            }
        }
        return Tensor.create(bytes, count, 3, height, width);
    }

    private static float[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(InceptionTest.class.getResourceAsStream("golden.f32"))) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.capacity() / 4];
            bytes.asFloatBuffer().get(values);
            return values;
        }
    }
}
