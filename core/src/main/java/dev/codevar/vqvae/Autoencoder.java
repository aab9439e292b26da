package dev.codevar.vqvae;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import org.bytedeco.pytorch.Tensor;

/**
 * The network on both sides of the quantizer. It computes on the weights that it was given, wherever nothing had to be
 * converted: on live parameters it is differentiable, and follows their changes.
 */
public final class Autoencoder {
    private final Compute encoding;
    private final Compute decoding;
    private final PixelEncoder encoder;
    private final Conv2d quantConv;
    private final Conv2d postQuantConv;
    private final PixelDecoder decoder;

    /**
     * @param weights holds every tensor of {@code config} but the quantizer's
     * @param config the shape of the autoencoder
     * @param encoding where and how finely pictures become latent pictures
     * @param decoding where and how finely latent pictures become pictures
     * @param owner keeps the weights
     */
    public Autoencoder(Weights weights, VqVaeConfig config, Compute encoding, Compute decoding, Owner owner) {
        this.encoding = encoding;
        this.decoding = decoding;
        int channels = config.channels();
        encoder = new PixelEncoder(weights.under("encoder."), config, encoding, owner);
        quantConv = Conv2d.same(weights.under("quant_conv."), channels, channels, 3, encoding, owner);
        postQuantConv = Conv2d.same(weights.under("post_quant_conv."), channels, channels, 3, decoding, owner);
        decoder = new PixelDecoder(weights.under("decoder."), config, decoding, owner);
    }

    /**
     * @param image_B3hw pictures in [−1, 1]
     * @return the latent pictures before quantization (B, E, P, P)
     */
    public Tensor features(Tensor image_B3hw) {
        return quantConv.apply(encoder.apply(encoding.layout().of(encoding.place(image_B3hw))));
    }

    /**
     * @param f_BEPP latent pictures
     * @return pictures (B, 3, height, width), about [−1, 1]
     */
    public Tensor picture(Tensor f_BEPP) {
        return decoder.apply(postQuantConv.apply(decoding.layout().of(decoding.place(f_BEPP))));
    }
}
