package dev.codevar.serve.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.codevar.serve.draw.Served;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of the page's API, key by key. */
final class Shapes {

    private Shapes() {}

    /** How the server fares. */
    record Status(
            String version,
            boolean ready,
            boolean draining,
            String processor,
            int threads,
            int waitingRequests,
            long waitingPictures,
            Limits limits) {}

    /** What a request may have. */
    record Limits(int pictures, int bodyBytes) {}

    /** All model sets. */
    record Models(@JsonProperty("default") String first, List<Model> models) {}

    /** A model set. */
    record Model(
            String id,
            String about,
            int side,
            List<Integer> scales,
            List<ClassName> classes,
            String defaultPlan,
            List<Served.Offer> plans,
            Defaults defaults) {}

    /** A class, with its synonyms. */
    record ClassName(int id, String name, List<String> names) {}

    /** The options that suit a set. */
    record Defaults(double cfg, int topK, double topP, double temperature) {}

    /** A job as it is. */
    record JobShape(
            String id,
            String state,
            @Nullable Integer ahead,
            RequestShape request,
            List<Served.Stage> stages,
            List<ScaleShape> scales,
            List<PictureShape> pictures,
            @Nullable Timings timings,
            @Nullable String error) {}

    /** What was asked for, every default filled in. */
    record RequestShape(
            String model,
            String plan,
            List<ClassRef> classes,
            int count,
            long seed,
            double cfg,
            int topK,
            double topP,
            double temperature,
            boolean moreSmooth,
            boolean previews,
            boolean edited) {}

    /** A class by number and name. */
    record ClassRef(int id, String name) {}

    /** A scale that is done, in all batches so far. */
    record ScaleShape(int scale, int side, int stage, String role, double seconds) {}

    /** A picture that is done. */
    record PictureShape(int index, @JsonProperty("class") int label, String className, long seed, String href) {}

    /** Seconds. */
    record Timings(double queueSeconds, double drawSeconds, double pictureSeconds, int togetherWith) {}

    /** An event with the whole job. */
    record JobEvent(String type, JobShape job) {}

    /** The place in the queue. */
    record QueuedEvent(String type, int ahead) {}

    /** An event that says no more than its name. */
    record PlainEvent(String type) {}

    /** A scale that is done. */
    record ScaleEvent(
            String type,
            int scale,
            int side,
            int stage,
            String role,
            double seconds,
            int first,
            List<Preview> previews) {}

    /** A picture as it is after a scale. */
    record Preview(int index, String data) {}

    /** What a picture was made from. */
    record Restored(
            @JsonInclude(JsonInclude.Include.NON_NULL) RestoredRequest request,
            @Nullable RestoredEdit edit,
            boolean modelKnown,
            List<String> notes) {}

    /** As a new job takes it. */
    record RestoredRequest(
            String model,
            String plan,
            @JsonProperty("class") int label,
            int count,
            long seed,
            double cfg,
            int topK,
            double topP,
            double temperature,
            boolean moreSmooth) {}

    /** As a new job takes it. */
    record RestoredEdit(
            String source, String mask, @Nullable Integer softEdge, boolean asDrawn) {}
}
