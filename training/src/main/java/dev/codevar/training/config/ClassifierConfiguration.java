package dev.codevar.training.config;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.loop.recipe.Recipe;

/**
 * How a classifier is trained.
 *
 * @param kind {@value #KIND}
 * @param side what larger pictures are cut to; those of one size stay as they are
 * @param flips whether every other picture is flipped, at random
 * @param heldOut how many pictures are measured
 * @param recipe the rest
 */
public record ClassifierConfiguration(String kind, int side, boolean flips, int heldOut, Recipe recipe)
        implements Configuration {
    public static final String KIND = "classifier";

    /** Its side is halved twice. */
    private static final int SMALLEST = 4;

    private static final int LARGEST = 4096;

    public ClassifierConfiguration {
        if (side < SMALLEST || side > LARGEST) {
            throw new InvalidInputException("side " + side + " is not between " + SMALLEST + " and " + LARGEST);
        }
    }
}
