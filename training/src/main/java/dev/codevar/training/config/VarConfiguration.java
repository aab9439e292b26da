package dev.codevar.training.config;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.task.Views;
import dev.codevar.training.task.transformer.TransformerOptions;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a VAR transformer is trained.
 *
 * @param kind {@value #KIND}
 * @param model its shape; the VQ-VAE and the pictures say the rest
 * @param gamma by how much less the blocks' gains are at first
 * @param flips whether pictures are seen mirrored too
 * @param crops how many squares are cut out of each picture at random; 0 or null for one in the middle
 * @param freshCrops whether squares are cut anew in every epoch, and their tokens found in the step; null for no
 * @param regularisation what a step leaves out
 * @param heldOut how many pictures are measured
 * @param recipe the rest
 */
public record VarConfiguration(
        String kind,
        Model model,
        double gamma,
        boolean flips,
        @Nullable Integer crops,
        @Nullable Boolean freshCrops,
        TransformerOptions regularisation,
        int heldOut,
        Recipe recipe)
        implements Configuration {
    public static final String KIND = "var";

    public VarConfiguration {
        Views.of(flips, crops, freshCrops);
        if (!(gamma > 0 && gamma <= 1)) {
            throw new InvalidInputException("gamma " + gamma + " is not above 0 and at most 1");
        }
    }

    /** {@return how often each picture is seen} */
    public Views views() {
        return Views.of(flips, crops, freshCrops);
    }

    /**
     * @param scales the sides of the token maps, coarsest first
     * @param depth the number of blocks
     * @param sharedAdaLn whether one adaptive-norm layer serves all blocks
     */
    public record Model(List<Integer> scales, int depth, boolean sharedAdaLn) {

        /** {@return the scales} */
        public Pyramid pyramid() {
            return new Pyramid(scales);
        }

        /** {@return the transformer's shape, for the codes of a VQ-VAE} */
        public VarConfig config(VqVaeConfig vae, int classes) {
            return new VarConfig(depth, classes, vae.codes(), vae.channels(), sharedAdaLn, vae.pyramid());
        }
    }
}
