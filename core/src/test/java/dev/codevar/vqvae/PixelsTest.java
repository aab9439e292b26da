package dev.codevar.vqvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Libtorch;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bright pixels stay bright: a Java byte is signed, a pixel is not. */
class PixelsTest {
    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** Every value from 0 to 255 and more, in an order that tells rows, columns and channels apart. */
    private static Picture allValues() {
        byte[] rgb = new byte[3 * 16 * 16];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7);
        }
        return new Picture(16, 16, rgb);
    }

    @Test
    void everyValueIsWhatTheNetworkWasTrainedOn() {
        Picture picture = allValues();
        try (PointerScope scope = new PointerScope()) {
            Tensor image_13hw = Pixels.toTensor(List.of(picture), 16);
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 16; x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        float value = image_13hw
                                .select(3, x)
                                .select(2, y)
                                .select(1, channel)
                                .item_float();
                        assertThat(value).isEqualTo(picture.sample(x, y, channel) / 127.5f - 1);
                    }
                }
            }
        }
    }

    @Test
    void severalPicturesKeepTheirOrder() {
        Picture black = new Picture(1, 1, new byte[3]);
        Picture white = new Picture(1, 1, new byte[] {-1, -1, -1});
        try (PointerScope scope = new PointerScope()) {
            assertThat(Pixels.toPictures(Pixels.toTensor(List.of(black, white, black), 1)))
                    .containsExactly(black, white, black);
        }
    }

    @Test
    void aPictureOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> Pixels.toTensor(List.of(allValues()), 32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("16x16", "32x32");
    }
}
