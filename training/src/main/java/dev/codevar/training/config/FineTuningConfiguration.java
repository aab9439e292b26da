package dev.codevar.training.config;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.loop.recipe.Recipe;
import dev.codevar.training.task.Views;
import dev.codevar.training.task.transformer.TransformerOptions;
import org.jspecify.annotations.Nullable;

/**
 * How a drafter or refiner is made of a trained transformer.
 *
 * @param kind {@value #DRAFTER} or {@value #REFINER}
 * @param flips whether pictures are seen mirrored too
 * @param crops how many squares are cut out of each picture at random; 0 or null for one in the middle
 * @param freshCrops whether squares are cut anew in every epoch, and their tokens found in the step; null for no
 * @param regularisation what a step leaves out
 * @param heldOut how many pictures are measured
 * @param recipe the rest
 */
public record FineTuningConfiguration(
        String kind,
        boolean flips,
        @Nullable Integer crops,
        @Nullable Boolean freshCrops,
        TransformerOptions regularisation,
        int heldOut,
        Recipe recipe)
        implements Configuration {
    public static final String DRAFTER = "drafter";
    public static final String REFINER = "refiner";

    public FineTuningConfiguration {
        Views.of(flips, crops, freshCrops);
        if (kind.equals(REFINER) && (recipe.decay() != 0 || recipe.finalDecay() != 0)) {
            throw new InvalidInputException("decay " + Math.max(recipe.decay(), recipe.finalDecay())
                    + ": a refiner's weights do not decay, so it is 0");
        }
    }

    /** {@return how often each picture is seen} */
    public Views views() {
        return Views.of(flips, crops, freshCrops);
    }
}
