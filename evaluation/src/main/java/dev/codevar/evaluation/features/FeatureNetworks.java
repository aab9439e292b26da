package dev.codevar.evaluation.features;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the network whose features are compared. */
public final class FeatureNetworks {
    private FeatureNetworks() {}

    /**
     * Loads Inception where it is named, otherwise what the model set brings.
     *
     * @param weights Inception's, or null
     * @param set the model set, or null if none was named
     * @param place where it runs
     */
    public static FeatureNetwork open(@Nullable Path weights, @Nullable ModelSet set, Device place) {
        if (weights != null) {
            return InceptionFeatures.open(weights, place);
        }
        if (set == null) {
            throw new InvalidInputException("say by --inception which network's features to compare: "
                    + InceptionFeatures.PUBLISHED + "; or by --model a model set that brings one");
        }
        String name = set.description().name();
        Path file = set.featuresFile()
                .orElseThrow(() -> new InvalidInputException(
                        name + " brings no network: say by --inception which one's features to compare, "
                                + InceptionFeatures.PUBLISHED));
        return ClassifierFeatures.open(file, name, place);
    }
}
