package dev.codevar.app.training;

import dev.codevar.report.json.Json;
import dev.codevar.report.table.Shown;
import dev.codevar.training.loop.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a training when it ends.
 *
 * @param weights what came of it; null where it was stopped before
 * @param steps how many steps were taken
 * @param unreadable how many pictures cannot be read, of those that were seen
 * @param validation the last measures of held-out data, by name
 * @param accuracy which part of all test pictures it recognises; null where it does not recognise pictures
 * @param reference where the test pictures' features are; null for nowhere
 */
record TrainingReport(
        @Nullable String weights,
        int steps,
        int unreadable,
        Map<String, Double> validation,
        @Nullable Double accuracy,
        @Nullable String reference) {

    static TrainingReport of(
            Outcome outcome,
            int unreadable,
            Map<String, Double> validation,
            @Nullable Double accuracy,
            Optional<Path> reference) {
        return new TrainingReport(
                outcome.weights().map(Path::toString).orElse(null),
                outcome.step(),
                unreadable,
                validation,
                accuracy,
                reference.map(Path::toString).orElse(null));
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.lineOfKnown(this));
            return;
        }
        Shown.unreadable(unreadable).ifPresent(out::println);
        if (weights == null) {
            out.println("stopped after step " + steps + "; the same command goes on");
        } else {
            out.println("wrote " + Shown.plain(weights) + " after " + steps + " steps");
        }
        if (accuracy != null) {
            out.println(String.format(Locale.ROOT, "it recognises %.2f%% of the test pictures", 100 * accuracy));
        }
        if (reference != null) {
            out.println(Shown.plain(reference) + " has their features");
        }
    }
}
