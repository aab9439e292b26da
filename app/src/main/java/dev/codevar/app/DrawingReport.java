package dev.codevar.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.Generation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Says what was drawn: a line or two for people, or one JSON object.
 *
 * @param code the models
 * @param done what was drawn
 * @param shown the pictures written
 * @param files the files written
 * @param seconds from start to end, loading and writing included
 */
record DrawingReport(CoDe code, Generation done, List<Generated> shown, List<Path> files, double seconds) {

    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(json());
        } else {
            files.forEach(file -> out.println("wrote " + file));
            out.println(String.format(
                    Locale.ROOT,
                    "%d picture%s of %s in %.2f s (transformers %.2f s, pictures %.2f s), plan %s, %s on %s",
                    shown.size(),
                    shown.size() == 1 ? "" : "s",
                    code.models().description().name(),
                    seconds,
                    done.secondsTransformer(),
                    done.secondsPictures(),
                    done.plan(),
                    done.precision(),
                    done.device()));
        }
    }

    private String json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        ArrayNode fileList = root.putArray("files");
        files.forEach(file -> fileList.add(file.toString()));
        ArrayNode pictures = root.putArray("pictures");
        for (Generated generated : shown) {
            ObjectNode picture = pictures.addObject();
            picture.put("class", generated.item().label());
            picture.put("class_name", code.models().className(generated.item().label()));
            picture.put("seed", generated.item().seed());
        }
        root.put("model", code.models().description().name());
        root.put("plan", done.plan());
        root.put("device", done.device());
        root.put("precision", done.precision());
        root.put("batch", done.batch());
        root.put("seconds", seconds);
        root.put("seconds_transformer", done.secondsTransformer());
        root.put("seconds_pictures", done.secondsPictures());
        ArrayNode perScale = root.putArray("seconds_per_scale");
        done.secondsPerScale().forEach(perScale::add);
        root.put("peak_cache_bytes", done.peakCacheBytes());
        try {
            return mapper.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
