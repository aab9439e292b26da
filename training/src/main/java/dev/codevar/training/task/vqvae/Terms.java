package dev.codevar.training.task.vqvae;

import dev.codevar.training.Opponent;
import java.util.Optional;

/**
 * What a VQ-VAE's loss may have beside what is known of pixels and codes.
 *
 * @param perceptual how different pictures look
 * @param adversarial whether they look real
 */
public record Terms(Optional<PerceptualTerm> perceptual, Optional<AdversarialTerm> adversarial)
        implements AutoCloseable {
    /** None of it. */
    public static final Terms NONE = new Terms(Optional.empty(), Optional.empty());

    Optional<Opponent> opponent() {
        return adversarial.map(AdversarialTerm::opponent);
    }

    @Override
    public void close() {
        perceptual.ifPresent(PerceptualTerm::close);
        adversarial.ifPresent(AdversarialTerm::close);
    }
}
