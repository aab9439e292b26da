package dev.codevar.measure.precision;

import dev.codevar.picture.Picture;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A picture as 64 numbers without any network: in grey, averaged over areas to 8×8, in [0, 1]. Distances of such features say
 * whether light and dark are spread alike; they are no FID, which takes the features of Inception.
 */
final class PixelFeatures {
    /** How many numbers a picture has. */
    static final int DIMENSIONS = 64;

    private static final int SIDE = 8;
    /** Of red, green and blue in grey, by ITU-R BT.601. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private PixelFeatures() {}

    /**
     * @param pictures squares of one size, at least one
     * @return a feature a row (n, 64), float32
     */
    static Tensor of(List<Picture> pictures) {
        return Scoped.result(() -> {
            Tensor image_n3hw = Pixels.toTensor(pictures, pictures.get(0).width());
            Tensor small_n388 = torch.adaptive_avg_pool2d(Pixels.unit(image_n3hw), SIDE, SIDE);
            Tensor grey_n88 = small_n388.select(1, 0).mul(new Scalar(LUMA[0]));
            for (int channel = 1; channel < LUMA.length; channel++) {
                grey_n88.add_(small_n388.select(1, channel), new Scalar(LUMA[channel]));
            }
            return grey_n88.reshape(-1, DIMENSIONS);
        });
    }
}
