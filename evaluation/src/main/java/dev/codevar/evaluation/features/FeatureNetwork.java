package dev.codevar.evaluation.features;

import dev.codevar.sampling.run.FeatureLayout;
import org.bytedeco.pytorch.Tensor;

/** A network that recognises pictures, as far as scores are concerned. For one thread at a time. */
public interface FeatureNetwork extends AutoCloseable {
    /** {@return what people call it} */
    String name();

    /** {@return SHA-256 of its weights' file} */
    String fingerprint();

    /** {@return what it says about a picture} */
    FeatureLayout layout();

    /** {@return whether its logits are one number for each class of the pictures' own model set} */
    default boolean namesClasses() {
        return false;
    }

    /**
     * Runs the network. What it says about a picture does not depend on the others.
     *
     * @param pictures_B3hw uint8, at least one
     * @return (B, f) float32 on the processor, in the innermost PointerScope
     */
    Tensor apply(Tensor pictures_B3hw);

    /** Frees the weights. */
    @Override
    void close();
}
