package dev.codevar.app;

import dev.codevar.lab.train.loop.Outcome;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a training when it ends.
 *
 * @param weights what came of it; null where it was stopped before
 * @param steps how many steps were taken
 * @param unreadable how many pictures cannot be read, of those that were seen
 * @param validation the last measures of held-out data, by name
 */
record TrainingReport(@Nullable String weights, int steps, int unreadable, Map<String, Double> validation) {

    static TrainingReport of(Outcome outcome, int unreadable, Map<String, Double> validation) {
        return new TrainingReport(
                outcome.weights().map(Path::toString).orElse(null), outcome.step(), unreadable, validation);
    }

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.line(this));
            return;
        }
        Unreadable.print(out, unreadable);
        if (weights == null) {
            out.println("stopped after step " + steps + "; the same command goes on");
        } else {
            out.println("wrote " + Shown.plain(weights) + " after " + steps + " steps");
        }
    }
}
