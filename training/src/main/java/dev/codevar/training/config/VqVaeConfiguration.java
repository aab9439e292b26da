package dev.codevar.training.config;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.perceptual.FeatureMaps;
import dev.codevar.training.task.vqvae.AdversarialOptions;
import dev.codevar.training.task.vqvae.AdversarialTerm;
import dev.codevar.training.task.vqvae.PerceptualOptions;
import dev.codevar.training.task.vqvae.Terms;
import dev.codevar.training.task.vqvae.VqVaeTask;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a VQ-VAE is trained.
 *
 * @param kind {@value #KIND}
 * @param model its shape
 * @param loss the weights of the loss's parts
 * @param reseedEvery after how many steps unused codes get new places; 0 never
 * @param flips whether every other picture is flipped, at random
 * @param heldOut how many pictures are measured
 * @param recipe the rest
 * @param perceptual by which network pictures should look like the real ones; may be missing, which is the same as a weight of 0
 * @param adversarial against which discriminator it learns; may be missing, which is the same as a weight of 0
 */
public record VqVaeConfiguration(
        String kind,
        Model model,
        Weights loss,
        int reseedEvery,
        boolean flips,
        int heldOut,
        Recipe recipe,
        @Nullable PerceptualOptions perceptual,
        @Nullable AdversarialOptions adversarial)
        implements Configuration {
    public static final String KIND = "vqvae";

    public VqVaeConfiguration {
        model.config();
        options(loss, reseedEvery, flips, Compute.EXACT);
        perceptual = perceptual != null && perceptual.weight() > 0 ? perceptual : null;
        adversarial = adversarial != null && adversarial.weight() > 0 ? adversarial : null;
    }

    /** The parts of {@link VqVaeConfig}, with the scales for the pyramid. */
    public record Model(
            List<Integer> scales,
            int codes,
            int channels,
            int width,
            List<Integer> multipliers,
            int residualBlocks,
            boolean attentionLowest,
            boolean attentionMiddle,
            int sharedResiduals) {

        /** {@return the VQ-VAE's shape} */
        public VqVaeConfig config() {
            return new VqVaeConfig(
                    codes,
                    channels,
                    width,
                    multipliers,
                    residualBlocks,
                    attentionLowest,
                    attentionMiddle,
                    sharedResiduals,
                    new Pyramid(scales));
        }
    }

    /** Of the loss's parts, as in {@link VqVaeTask.Options}. */
    public record Weights(double l1, double mse, double vq) {}

    /**
     * @param compute where it learns, and in what convolutions run
     * @param classifiers opens them
     * @return what else the loss has, which the caller closes
     */
    public Terms terms(Compute compute, FeatureMaps.Opener classifiers) {
        int side = model.config().pictureSide();
        Optional<AdversarialTerm> against = Optional.ofNullable(adversarial)
                .map(options -> new AdversarialTerm(options, side, recipe.seed(), compute));
        try {
            return new Terms(
                    Optional.ofNullable(perceptual).map(options -> options.open(side, compute, classifiers)), against);
        } catch (RuntimeException failed) {
            against.ifPresent(AdversarialTerm::close);
            throw failed;
        }
    }

    /**
     * @param compute where it learns, and in what convolutions run
     * @return how the task learns
     */
    public VqVaeTask.Options options(Compute compute) {
        return options(loss, reseedEvery, flips, compute);
    }

    private static VqVaeTask.Options options(Weights loss, int reseedEvery, boolean flips, Compute compute) {
        return new VqVaeTask.Options(loss.l1, loss.mse, loss.vq, reseedEvery, flips, compute);
    }
}
