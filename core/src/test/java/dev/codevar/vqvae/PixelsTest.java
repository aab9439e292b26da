package dev.codevar.vqvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Libtorch;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
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

    /** As bytes they would be black or white without a word. */
    @Test
    void aPictureThatIsNotFiniteIsNamed() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            try (PointerScope scope = new PointerScope()) {
                Tensor image_B3hw = torch.zeros(3, 3, 2, 2);
                image_B3hw.select(0, 1).select(0, 2).select(0, 1).select(0, 0).fill_(new Scalar(value));
                String wanted = "the VQ-VAE gives pixels that are not finite in picture 2 of the 3 decoded together: ";
                assertThatThrownBy(() -> Pixels.toPictures(image_B3hw))
                        .isInstanceOf(CodeVarException.class)
                        .hasMessageStartingWith(wanted)
                        .hasMessageContaining("float16")
                        .hasMessageContaining("try bfloat16 or float32");
                assertThatThrownBy(() -> Pixels.toNearestPictures(image_B3hw))
                        .isInstanceOf(CodeVarException.class)
                        .hasMessageStartingWith(wanted);
            }
        }
    }

    @Test
    void aPictureOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> Pixels.toTensor(List.of(allValues()), 32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("16x16", "32x32");
    }
}
