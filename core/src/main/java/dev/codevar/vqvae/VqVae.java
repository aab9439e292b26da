package dev.codevar.vqvae;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Crew;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The multi-scale VQ-VAE. The decoder runs in the precision asked for; encoder and quantizer run in float32 always, since a
 * token is a decision that rounding can turn. On a processor pictures go through one by one, small ones several at a time: a picture then
 * comes out the same in every batch, where {@link dev.codevar.tensor.EqualBits} promises it.
 */
public final class VqVae implements AutoCloseable {
    /** What it takes to keep a device busy, and fits into the memory of most. */
    private static final long PIXELS_ON_CUDA = 16 * 256 * 256;
    /** So many numbers in its widest map a picture has at most whose kernels are too short for several threads: 128x128 of 32 channels. */
    private static final long SMALL = 1 << 19;

    private final VqVaeConfig config;
    private final Compute compute;
    private final Compute exact;
    private final Owner owner = new Owner();
    private final Autoencoder autoencoder;
    private final Quantizer quantizer;
    private final ScalarOptional lowest;
    private final ScalarOptional highest;

    /**
     * @param source holds every tensor of {@code config} and nothing else
     * @param config the shape of the autoencoder
     * @param compute where the network runs, and how finely the decoder computes
     */
    public VqVae(TensorSource source, VqVaeConfig config, Compute compute) {
        this.config = config;
        this.compute = compute;
        this.exact = new Compute(compute.device(), Precision.FLOAT32);
        try (PointerScope loading = new PointerScope()) {
            Weights weights = new Weights(source, exact.type());
            autoencoder = new Autoencoder(weights, config, exact, compute, owner);
            quantizer = new Quantizer(weights.under("quantize."), config, compute, owner);
            lowest = owner.own(new ScalarOptional(new Scalar(-1.0)));
            highest = owner.own(new ScalarOptional(new Scalar(1.0)));
            weights.finish();
        } catch (RuntimeException | Error failed) {
            owner.close();
            throw failed;
        }
    }

    /** {@return the shape of the autoencoder} */
    public VqVaeConfig config() {
        return config;
    }

    /** {@return where and how finely it computes} */
    public Compute compute() {
        return compute;
    }

    /** {@return how many pictures go through at a time: of small ones on a processor, each by a thread of its own, one for each thread} */
    public int picturesTogether() {
        return compute.device().cuda()
                ? (int) Math.max(1, PIXELS_ON_CUDA / config.picturePixels())
                : picturesTogether(config);
    }

    /** {@return the same, on a processor} */
    public static int picturesTogether(VqVaeConfig config) {
        return config.picturePixels() * config.width() <= SMALL ? Libtorch.threads() : 1;
    }

    /** {@return the quantizer} */
    public Quantizer quantizer() {
        return quantizer;
    }

    /**
     * @param image_B3hw pictures in [−1, 1], float32
     * @return the latent pictures before quantization (B, E, P, P), float32
     */
    public Tensor features(Tensor image_B3hw) {
        return eachPicture(
                image_B3hw, some_b3hw -> autoencoder.features(some_b3hw).contiguous());
    }

    /**
     * @param image_B3hw pictures in [−1, 1], float32
     * @return their token maps
     */
    public Encoding encode(Tensor image_B3hw) {
        return quantizer.encode(features(image_B3hw));
    }

    /**
     * @param f_hat_BEPP latent pictures, float32
     * @return pictures (B, 3, height, width) in [−1, 1], float32
     */
    public Tensor decode(Tensor f_hat_BEPP) {
        return eachPicture(
                f_hat_BEPP,
                some_bEPP -> autoencoder
                        .picture(some_bEPP)
                        .to(exact.type())
                        .clamp_(lowest, highest)
                        .contiguous());
    }

    private Tensor eachPicture(Tensor in_Bxyz, UnaryOperator<Tensor> network) {
        return Scoped.result(() -> {
            int pictures = (int) in_Bxyz.size(0);
            boolean cuda = compute.device().cuda();
            int inOne = cuda ? picturesTogether() : 1;
            List<Tensor> out = Crew.inferred(
                    (pictures + inOne - 1) / inOne,
                    cuda ? 1 : picturesTogether(),
                    i -> network.apply(in_Bxyz.narrow(0, (long) i * inOne, Math.min(inOne, pictures - i * inOne))));
            return torch.cat(new TensorVector(out.toArray(Tensor[]::new)), 0);
        });
    }

    /** Frees the weights. */
    @Override
    public void close() {
        owner.close();
    }
}
