package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of generated pictures, a row a picture and in the same order everywhere.
 *
 * @param features those of the pooled layer
 * @param spatial those of the layer before, for sFID
 * @param logits those of the classes, for the Inception Score
 */
public record ScoredPictures(
        Features features,
        @Nullable Features spatial,
        @Nullable Features logits) {
    /** Checks that the counts agree. */
    public ScoredPictures {
        if (spatial != null && spatial.count() != features.count()) {
            throw new InvalidInputException(
                    spatial.count() + " spatial features do not fit " + features.count() + " features");
        }
        if (logits != null && logits.count() != features.count()) {
            throw new InvalidInputException(
                    logits.count() + " rows of logits do not fit " + features.count() + " features");
        }
    }

    /** {@return pictures of which only the pooled features are known} */
    public static ScoredPictures of(Features features) {
        return new ScoredPictures(features, null, null);
    }
}
