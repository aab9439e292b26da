package dev.codevar.training.net;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Layout;
import dev.codevar.tensor.Owner;
import dev.codevar.vqvae.Autoencoder;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A VQ-VAE as training needs it: whole batches, differentiable. The networks are those of inference, on live parameters and
 * in the layout whose gradients are quick; only the quantizer's step is another.
 */
public final class VqVaeTraining implements AutoCloseable {
    private final Compute compute;
    private final Owner owner = new Owner();
    private final Autoencoder autoencoder;
    private final QuantizerTraining quantizer;

    /**
     * What pictures became.
     *
     * @param reconstruction_B3hw the decoded pictures, about [−1, 1]
     * @param quantized the step between encoder and decoder
     */
    public record Forward(Tensor reconstruction_B3hw, QuantizerTraining.Quantized quantized) {}

    /**
     * @param parameters every tensor of {@code config} by its published name, float32; they stay the caller's, must outlive
     *     this object, and what is done to them shows in the next pass
     * @param config the shape of the autoencoder
     */
    public VqVaeTraining(Map<String, Tensor> parameters, VqVaeConfig config) {
        this(parameters, config, Compute.EXACT);
    }

    /**
     * As {@link #VqVaeTraining(Map, VqVaeConfig)}, on other devices, and quicker where they multiply bfloat16.
     *
     * @param compute where the parameters are, and what the networks' convolutions run in: float32 or bfloat16; the quantizer runs in
     *     float32 always
     */
    public VqVaeTraining(Map<String, Tensor> parameters, VqVaeConfig config, Compute compute) {
        this.compute = Autocast.requireLegal(compute);
        // The layout whose gradients are quick on processors; parameters are float32.
        Compute live = compute.exact().in(Layout.CHANNELS_FIRST);
        LiveTensors tensors = new LiveTensors(parameters, VqVaeTensors.shapes(config));
        try (PointerScope handles = new PointerScope()) {
            autoencoder = new Autoencoder(new Weights(tensors, live.type()), config, live, live, owner);
            quantizer = new QuantizerTraining(tensors, config);
        } catch (RuntimeException failed) {
            owner.close();
            throw failed;
        }
    }

    /** {@return where it computes, and how finely convolutions run} */
    public Compute compute() {
        return compute;
    }

    /** {@return the networks on both sides of the quantizer} */
    Autoencoder autoencoder() {
        return autoencoder;
    }

    /**
     * @param image_B3hw pictures in [−1, 1], float32
     * @return what they became, in the scope around this call
     */
    public Forward forward(Tensor image_B3hw) {
        QuantizerTraining.Quantized quantized = quantizer.apply(through(autoencoder::features, image_B3hw));
        return new Forward(through(autoencoder::picture, quantized.f_hat_BEPP()), quantized);
    }

    private Tensor through(UnaryOperator<Tensor> network, Tensor x_BChw) {
        return Autocast.result(compute, () -> network.apply(x_BChw));
    }

    /** Frees the handles on the parameters, which stay. */
    @Override
    public void close() {
        owner.close();
    }
}
