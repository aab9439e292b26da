package dev.codevar.evaluation.warning;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What warnings are drawn from; what is not known is null or empty.
 *
 * @param samples the generated pictures
 * @param reference what they are compared with; null if with nothing
 * @param features those of the samples, of the pooled layer
 * @param logits those of the samples' classes
 * @param referenceFeatures those of the reference, of the pooled layer
 * @param origins how each sample was drawn
 */
public record Compared(
        Subject samples,
        @Nullable Subject reference,
        Features features,
        @Nullable Features logits,
        @Nullable Features referenceFeatures,
        List<Origin> origins) {

    /** Checks that the counts agree. */
    public Compared {
        origins = List.copyOf(origins);
        if (logits != null && logits.count() != features.count()) {
            throw new InvalidInputException(
                    logits.count() + " rows of logits do not fit " + features.count() + " features");
        }
        if (!origins.isEmpty() && origins.size() != features.count()) {
            throw new InvalidInputException(origins.size() + " origins do not fit " + features.count() + " features");
        }
    }
}
