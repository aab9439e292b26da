package dev.codevar.evaluation;

import dev.codevar.evaluation.score.frechet.ClassDistances;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.sampling.run.SampleRun;
import org.jspecify.annotations.Nullable;

/** The class of every picture on both sides. */
final class Labels {
    private final int[] samples;
    private final int[] reference;

    private Labels(int[] samples, int[] reference) {
        this.samples = samples;
        this.reference = reference;
    }

    static Labels of(Samples drawn, @Nullable ReferenceSet real) {
        SampleRun run = drawn.run();
        if (run == null) {
            throw new InvalidInputException(
                    "the classes of the pictures in "
                            + drawn.subject().name()
                            + " are not known: --class-distances needs a run of codevar sample, its folder or its npz beside it");
        }
        int[] labels = real == null ? null : real.labels();
        if (labels == null) {
            throw new InvalidInputException(
                    "the classes of the reference are not known: --class-distances needs one with"
                            + " labels (n) in its npz, or a run of codevar sample");
        }
        int[] own = run.labels();
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
