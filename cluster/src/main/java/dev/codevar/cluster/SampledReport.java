package dev.codevar.cluster;

import dev.codevar.cluster.drive.Counters;
import dev.codevar.cluster.drive.SampledParts;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.Maker;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is said of a run on a cluster when it is finished.
 *
 * @param out where it is
 * @param format what its parts are
 * @param pictures how many pictures there are
 * @param drawn how many were drawn now
 * @param parts how many parts there are
 * @param failedAttempts how many attempts failed, were killed, or came after another
 * @param surplusAnswers how many answers came for blocks that had a part already
 * @param lostExecutors how many executors went away
 * @param executors what each executor drew
 * @param wasComplete whether there was nothing to do
 * @param makers all that drew pictures of it beside the models
 */
record SampledReport(
        String out,
        PartKind format,
        int pictures,
        int drawn,
        int parts,
        int failedAttempts,
        int surplusAnswers,
        int lostExecutors,
        Map<String, Counters.Drawn> executors,
        boolean wasComplete,
        List<Maker> makers) {

    static SampledReport of(SampledParts done) {
        PartManifest manifest = done.manifest();
        Counters counters = done.counters();
        return new SampledReport(
                done.out(),
                manifest.kind(),
                manifest.run().total(),
                counters.pictures(),
                manifest.parts().size(),
                counters.failed(),
                counters.surplus(),
                counters.lost(),
                counters.byExecutor(),
                done.wasComplete(),
                manifest.makers());
    }

    void print(PrintWriter to, boolean json) {
        if (json) {
            to.println(Json.lineOfKnown(this));
            return;
        }
        to.println(out + ": " + pictures + " pictures in " + parts + " parts"
                + (wasComplete ? ", finished already" : ", " + drawn + " of them drawn now"));
        executors.forEach((name, drawn) -> to.println(String.format(
                Locale.ROOT,
                "executor %s: %d pictures, %.2f/s while drawing, %.1f s of %.1f s beside it",
                name,
                drawn.pictures(),
                drawn.pictures() / drawn.secondsDrawing(),
                drawn.seconds() - drawn.secondsDrawing(),
                drawn.seconds())));
        if (failedAttempts + surplusAnswers + lostExecutors > 0) {
            to.println("executors lost: " + lostExecutors + "; attempts that failed, were killed or came late: "
                    + failedAttempts + "; answers not needed: " + surplusAnswers);
        }
        Maker.inParts(makers).ifPresent(parts -> to.println("note: " + parts));
    }
}
