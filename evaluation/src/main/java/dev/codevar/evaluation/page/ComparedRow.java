package dev.codevar.evaluation.page;

import dev.codevar.evaluation.warning.OptionText;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.sampling.run.SampleRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A property of both sides.
 *
 * @param name of the property
 * @param samples the samples' value
 * @param reference the reference's value
 */
record ComparedRow(String name, String samples, String reference) {
    private static final String UNKNOWN = "–";
    private static final int FINGERPRINT_LETTERS = 16;

    /** {@return all that is known of at least one side} */
    static List<ComparedRow> of(Subject samples, Subject reference) {
        List<ComparedRow> rows = new ArrayList<>();
        Adder adder = (name, value) -> {
            ComparedRow row = new ComparedRow(name, value.apply(samples), value.apply(reference));
            if (!row.samples.equals(UNKNOWN) || !row.reference.equals(UNKNOWN)) {
                rows.add(row);
            }
        };
        adder.add("Name", Subject::name);
        adder.add("Pictures", subject -> OptionText.count(subject.count()));
        adder.add(
                "Size",
                subject -> subject.width() == 0 ? UNKNOWN : subject.width() + "×" + subject.height() + " pixels");
        adder.add("Statistics", subject -> subject.storedStatistics() ? "stored with it" : "of these pictures");
        addRun(adder);
        return rows;
    }

    private static void addRun(Adder to) {
        Function<Function<SampleRun, Object>, Function<Subject, String>> of =
                value -> subject -> subject.run() == null ? UNKNOWN : String.valueOf(value.apply(subject.run()));
        to.add("Model", of.apply(SampleRun::model));
        to.add("Plan", of.apply(SampleRun::plan));
        to.add("Guidance (cfg)", of.apply(SampleRun::cfg));
        to.add("Top-k", of.apply(run -> OptionText.perScale(run.topK())));
        to.add("Top-p", of.apply(SampleRun::topP));
        to.add("Temperature", of.apply(run -> OptionText.perScale(run.temperature())));
        to.add(
                "Classes",
                of.apply(run -> OptionText.count(run.classes().size()) + ", " + OptionText.count(run.perClass())
                        + " pictures of each"));
        to.add("Seed", of.apply(SampleRun::seed));
        to.add(
                "Computed",
                of.apply(run -> run.precision() + " on " + run.device() + ", "
                        + OptionText.counted(run.threads(), "thread") + ", batch " + run.block()));
        to.add("Weights", of.apply(run -> shortened(run.fingerprint())));
        to.add("Drawn by version", of.apply(SampleRun::version));
    }

    private static String shortened(String fingerprint) {
        return fingerprint.length() <= FINGERPRINT_LETTERS
                ? fingerprint
                : fingerprint.substring(0, FINGERPRINT_LETTERS) + "…";
    }

    private interface Adder {
        void add(String name, Function<Subject, String> value);
    }
}
