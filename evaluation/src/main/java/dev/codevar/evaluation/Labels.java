package dev.codevar.evaluation;

import dev.codevar.evaluation.score.frechet.ClassDistances;
import dev.codevar.fault.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The class of every picture on both sides. */
final class Labels {
    private final int[] samples;
    private final int[] reference;

    private Labels(int[] samples, int[] reference) {
        this.samples = samples;
        this.reference = reference;
    }

    /** @param names of the model set's classes, by number */
    static Labels of(Samples drawn, @Nullable ReferenceSet real, List<String> names) {
        int[] own = drawn.labels(names);
        if (own == null) {
            throw new InvalidInputException("the classes of the pictures in "
                    + drawn.subject().name()
                    + " are not known: --class-distances needs a run of codevar sample, its folder or its npz beside it,"
                    + " or a folder for each class, called as the model set's class is");
        }
        int[] labels = real == null ? null : real.labels(names);
        if (labels == null) {
            throw new InvalidInputException(
                    "the classes of the reference are not known: --class-distances needs one with"
                            + " labels (n) in its npz, a run of codevar sample, or a folder for each class, called as the model"
                            + " set's class is");
        }
        ClassDistances.requireEnough(own, labels);
        return new Labels(own, labels);
    }

    int[] samples() {
        return samples;
    }

    int[] reference() {
        return reference;
    }
}
