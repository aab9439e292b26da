package dev.codevar.training.task.vqvae;

import dev.codevar.tensor.Precision;
import dev.codevar.training.net.Autocast;
import dev.codevar.training.perceptual.PerceptualDistance;
import org.bytedeco.pytorch.Tensor;

/**
 * What a VQ-VAE's loss has of how different pictures look.
 *
 * @param distance freed with this
 * @param weight above 0
 * @param products the number format of convolutions
 */
public record PerceptualTerm(PerceptualDistance distance, double weight, Precision products) implements AutoCloseable {

    /** {@return the mean distance, not weighted} */
    Tensor between(Tensor made_B3hw, Tensor image_B3hw) {
        return Autocast.result(products, () -> distance.between(made_B3hw, image_B3hw));
    }

    @Override
    public void close() {
        distance.close();
    }
}
