package dev.codevar.app.drawing;

import dev.codevar.report.json.Json;
import dev.codevar.sampling.SampleResult;
import dev.codevar.sampling.run.Maker;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a run when it is finished.
 *
 * @param out its folder
 * @param npz its array file; null for a shard, or where features are kept
 * @param pictures how many pictures there are
 * @param drawn how many this process drew
 * @param restored of how many others a file was not there or not whole, and was made again
 * @param seconds how long drawing took
 * @param picturesPerSecond how fast that was; null if none were drawn
 * @param wasComplete whether there was nothing to do
 * @param makers all that drew pictures of it, in the order in which they came
 */
record SampleReport(
        String out,
        @Nullable String npz,
        int pictures,
        int drawn,
        int restored,
        double seconds,
        @Nullable Double picturesPerSecond,
        boolean wasComplete,
        List<Maker> makers,
        String plan,
        String device,
        String precision,
        int threads,
        int batch,
        long seed,
        int classes,
        int perClass,
        String shard) {

    static SampleReport of(SampleResult result) {
        var run = result.run();
        return new SampleReport(
                result.folder().toString(),
                result.npz().map(Path::toString).orElse(null),
                result.pictures(),
                result.drawn(),
                result.restored(),
                result.secondsDrawing(),
                result.drawn() == 0 ? null : result.drawn() / result.secondsDrawing(),
                result.wasComplete(),
                result.makers(),
                run.plan(),
                run.device(),
                run.precision(),
                run.threads(),
                run.block(),
                run.seed(),
                run.classes().size(),
                run.perClass(),
                run.shard() + "/" + run.shards());
    }

    void print(PrintWriter to, boolean json) {
        if (json) {
            to.println(Json.lineOfKnown(this));
            return;
        }
        String what = npz != null ? npz : shard.equals("1/1") ? out : "shard " + shard + " of " + out;
        if (wasComplete) {
            to.println(what + ": " + pictures + " pictures, finished already");
        } else {
            to.println(what + ": " + pictures + " pictures" + work() + "; plan " + plan + ", " + device + ", "
                    + precision + ", " + threads + " threads, batch " + batch + ", seed " + seed);
        }
        Maker.inParts(makers).ifPresent(parts -> to.println("note: " + parts));
    }

    private String work() {
        String speed = picturesPerSecond == null
                ? ""
                : String.format(
                        Locale.ROOT, ", %d of them drawn now in %.1f s (%.2f/s)", drawn, seconds, picturesPerSecond);
        String whole = restored == 0
                ? ""
                : ", files of " + restored + " of them were not there or not whole and are made again";
        return speed + whole;
    }
}
