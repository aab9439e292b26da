package dev.codevar.training.task.vqvae;

import dev.codevar.tensor.Compute;
import dev.codevar.training.net.Autocast;
import dev.codevar.training.perceptual.PerceptualDistance;
import org.bytedeco.pytorch.Tensor;

/**
 * What a VQ-VAE's loss has of how different pictures look.
 *
 * @param distance freed with this
 * @param weight above 0
 * @param compute where the pictures are, and in what convolutions run
 */
public record PerceptualTerm(PerceptualDistance distance, double weight, Compute compute) implements AutoCloseable {

    /** {@return the mean distance, not weighted} */
    Tensor between(Tensor made_B3hw, Tensor image_B3hw) {
        return Autocast.result(compute, () -> distance.between(made_B3hw, image_B3hw));
    }

    @Override
    public void close() {
        distance.close();
    }
}
