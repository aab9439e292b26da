package dev.codevar.app.drawing;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.codevar.CoDe;
import dev.codevar.EditSource;
import dev.codevar.Generation;
import dev.codevar.Request;
import dev.codevar.report.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says what was drawn: a line or two for people, or one JSON object.
 *
 * @param code the models
 * @param done what was drawn
 * @param shown the pictures written
 * @param files the files written
 * @param seconds from start to end, loading and writing included
 */
record DrawingReport(CoDe code, Generation done, List<Request.Item> shown, List<Path> files, double seconds) {

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(json());
        } else {
            files.forEach(file -> out.println("wrote " + file));
            out.println(String.format(
                    Locale.ROOT,
                    "%d picture%s of %s%s in %.2f s (transformers %.2f s, pictures %.2f s), plan %s, %s on %s",
                    shown.size(),
                    shown.size() == 1 ? "" : "s",
                    code.models().description().name(),
                    anew(),
                    seconds,
                    done.secondsTransformer(),
                    done.secondsPictures(),
                    done.plan(),
                    done.precision(),
                    done.device()));
        }
    }

    /** All pictures are edits of the same one, or none is. */
    private String anew() {
        return shown.stream()
                .flatMap(item -> item.edit().stream())
                .map(EditSource::mask)
                .map(mask -> ", " + mask.pixelsToRegenerate() + " of " + mask.width() * mask.height()
                        + " pixels drawn anew,")
                .findFirst()
                .orElse("");
    }

    private String json() {
        return Json.lineOfKnown(new Line(
                files.stream().map(Path::toString).toList(),
                shown.stream().map(this::drawn).toList(),
                code.models().description().name(),
                done.plan(),
                done.device(),
                done.precision(),
                done.batch(),
                seconds,
                done.secondsTransformer(),
                done.secondsPictures(),
                done.secondsPerScale(),
                done.peakCacheBytes()));
    }

    private Drawn drawn(Request.Item item) {
        return new Drawn(
                item.label(),
                code.models().className(item.label()),
                item.seed(),
                item.edit().map(edit -> edit.mask().pixelsToRegenerate()).orElse(null));
    }

    private record Line(
            List<String> files,
            List<Drawn> pictures,
            String model,
            String plan,
            String device,
            String precision,
            int batch,
            double seconds,
            double secondsTransformer,
            double secondsPictures,
            List<Double> secondsPerScale,
            long peakCacheBytes) {}

    private record Drawn(
            @JsonProperty("class") int label,
            String className,
            long seed,
            @Nullable Integer pixelsDrawnAnew) {}
}
