package dev.codevar.app;

import dev.codevar.lab.classifier.Epoch;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a classifier when it is trained.
 *
 * @param file where it is
 * @param reference where the test pictures' features are, or null
 * @param seed where everything random came from
 * @param threads with how many it was computed
 * @param accuracy which part of the test pictures it recognises
 * @param unreadable how many pictures cannot be read
 * @param epochs how it came there
 */
record TrainedReport(
        String file,
        @Nullable String reference,
        long seed,
        int threads,
        double accuracy,
        int unreadable,
        List<Epoch> epochs) {

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.line(this));
            return;
        }
        out.println(String.format(
                Locale.ROOT, "%s recognises %.2f%% of the test pictures", Shown.plain(file), 100 * accuracy));
        if (reference != null) {
            out.println(Shown.plain(reference) + " has their features");
        }
        Unreadable.print(out, unreadable);
    }

    /** {@return an epoch as a line for people} */
    static String line(Epoch epoch, int epochs) {
        return String.format(
                Locale.ROOT,
                "epoch %d/%d: loss %.4f, %.2f%% of the test pictures recognised, %.0f pictures/s",
                epoch.number(),
                epochs,
                epoch.loss(),
                100 * epoch.accuracy(),
                epoch.picturesPerSecond());
    }
}
