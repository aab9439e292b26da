package dev.codevar.training.config;

import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.training.loop.recipe.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier is trained.
 *
 * @param kind {@value #KIND}
 * @param side what larger pictures are cut to; those of one size stay as they are
 * @param stages the channels of every convolution, stage by stage, between which the side is halved; null for {@link
 *     ClassifierShape#STAGES}
 * @param flips whether every other picture is flipped, at random
 * @param heldOut how many pictures are measured
 * @param recipe the rest
 */
public record ClassifierConfiguration(
        String kind, int side, @Nullable List<List<Integer>> stages, boolean flips, int heldOut, Recipe recipe)
        implements Configuration {
    public static final String KIND = "classifier";

    private static final int FEWEST_CLASSES = 2;

    public ClassifierConfiguration {
        shape(side, stages, FEWEST_CLASSES);
    }

    /**
     * {@return the classifier's shape}
     *
     * @param side of the pictures there are
     * @param classes how many they are of
     */
    public ClassifierShape shape(int side, int classes) {
        return shape(side, stages, classes);
    }

    private static ClassifierShape shape(int side, @Nullable List<List<Integer>> stages, int classes) {
        return new ClassifierShape(side, stages == null ? ClassifierShape.STAGES : stages, classes);
    }
}
