package dev.codevar.evaluation.warning;

import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with two sides by their sizes and by how they were drawn, whatever the pictures show. */
final class SubjectWarnings {
    /** With as many, published scores were computed. */
    private static final int PUBLISHED_COUNT = 50_000;

    private final List<String> lines = new ArrayList<>();

    private SubjectWarnings() {}

    /** {@return a line each; what the samples alone say where they are compared with nothing} */
    static List<String> of(Subject samples, @Nullable Subject reference) {
        SubjectWarnings warnings = new SubjectWarnings();
        if (reference != null) {
            warnings.runs(samples.run(), reference.run());
        }
        if (samples.run() != null) {
            PublishedOptions.warning(samples.run()).ifPresent(warnings.lines::add);
        }
        warnings.alone("samples", "were", samples);
        if (reference == null) {
            return warnings.lines;
        }
        warnings.alone("reference", "was", reference);
        warnings.sizes(samples, reference);
        if (!reference.storedStatistics() && reference.count() < PUBLISHED_COUNT) {
            warnings.lines.add(
                    "the reference's statistics are of only "
                            + OptionText.counted(reference.count(), "picture")
                            + ": Fréchet distances from it are larger than published ones, compare only with the same reference");
        }
        return warnings.lines;
    }

    private void runs(@Nullable SampleRun samples, @Nullable SampleRun reference) {
        if (reference == null) {
            return;
        }
        if (samples == null || !samples.fingerprint().equals(reference.fingerprint())) {
            lines.add("the reference was drawn by a model (plan " + reference.plan()
                    + "): the scores do not say how real the samples look");
        } else if (samePictures(samples, reference)) {
            lines.add("the reference was drawn by the same model, with the same options and seed: it holds the samples"
                    + " themselves, and the scores mean nothing");
        } else {
            lines.add("the reference was drawn by the same model: the scores compare it with itself");
        }
        if (samples != null && !kind(samples).equals(kind(reference))) {
            lines.add("the samples were drawn in " + kind(samples) + ", the reference in " + kind(reference)
                    + ": what differs may be their rounding");
        }
    }

    private static boolean samePictures(SampleRun one, SampleRun other) {
        return one.seed() == other.seed()
                && one.plan().equals(other.plan())
                && one.sampling().equals(other.sampling())
                && kind(one).equals(kind(other));
    }

    private static String kind(SampleRun run) {
        return run.precision() + " on " + run.device();
    }

    /** What one side says by itself. */
    private void alone(String side, String verb, Subject subject) {
        incomplete(subject);
        Maker.inParts(subject.makers()).ifPresent(parts -> lines.add("the " + side + " " + verb + " " + parts));
        if (subject.width() != subject.height()) {
            lines.add("the pictures of the " + side + " are of " + size(subject)
                    + " pixels: the network squeezes them into squares");
        }
    }

    private void incomplete(Subject subject) {
        SampleRun run = subject.run();
        if (run != null && subject.count() != run.total()) {
            lines.add(subject.name() + " holds " + OptionText.counted(subject.count(), "picture") + " of a run of "
                    + OptionText.count(run.total()) + ": finish or merge it first");
        }
    }

    private void sizes(Subject samples, Subject reference) {
        boolean known = samples.width() > 0 && reference.width() > 0;
        if (known && (samples.width() != reference.width() || samples.height() != reference.height())) {
            lines.add("the samples are of " + size(samples) + " pixels, the reference of " + size(reference)
                    + ": sharpness alone sets them apart; compare equal sizes");
        }
    }

    private static String size(Subject subject) {
        return subject.width() + "×" + subject.height();
    }
}
