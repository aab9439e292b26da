package dev.codevar.serve.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.Watcher;
import dev.codevar.serve.draw.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is answered of a job, as OpenAI's libraries read it; what they do not know they pass over. */
final class Answers {
    private static final String QUALITY = "high";
    private static final String BACKGROUND = "opaque";

    private final ImageOrder order;
    private final String kind;
    private final Function<ImageJob, List<String>> addresses;

    /**
     * @param kind {@code image_generation} or {@code image_edit}
     * @param addresses where a job's pictures can be fetched
     */
    Answers(ImageOrder order, String kind, Function<ImageJob, List<String>> addresses) {
        this.order = order;
        this.kind = kind;
        this.addresses = addresses;
    }

    /** An answer that is not streamed. */
    record Whole(
            long created,
            List<Item> data,
            String outputFormat,
            String size,
            String quality,
            String background,
            Usage usage) {}

    /** A picture; {@code seed}, {@code plan} and {@code timings} are ours. */
    record Item(
            @JsonProperty("b64_json") @Nullable String base64,
            @Nullable String url,
            String revisedPrompt,
            long seed,
            String plan,
            Times timings) {}

    /** Seconds. */
    record Times(double queueSeconds, double drawSeconds, double pictureSeconds, int togetherWith) {}

    /** Tokens: a class counts as one of text. */
    record Usage(int inputTokens, int outputTokens, int totalTokens, InputDetails inputTokensDetails) {}

    /** Of the input tokens. */
    record InputDetails(int textTokens, int imageTokens) {}

    /** A preview; {@code image_index}, {@code scale}, {@code stage} and {@code elapsed_ms} are ours. */
    record Partial(
            String type,
            @JsonProperty("b64_json") String base64,
            int partialImageIndex,
            long createdAt,
            String size,
            String quality,
            String background,
            String outputFormat,
            int imageIndex,
            int scale,
            String stage,
            long elapsedMs) {}

    /** The last event of a picture. */
    record Completed(
            String type,
            @JsonProperty("b64_json") String base64,
            long createdAt,
            String size,
            String quality,
            String background,
            String outputFormat,
            Usage usage,
            int imageIndex,
            String revisedPrompt,
            long seed,
            String plan,
            Times timings) {}

    Whole whole(ImageJob job) {
        List<String> urls = order.asUrl() ? addresses.apply(job) : List.of();
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < job.pictures().size(); i++) {
            items.add(new Item(
                    order.asUrl() ? null : file(job.pictures().get(i)),
                    order.asUrl() ? urls.get(i) : null,
                    className(i),
                    seed(i),
                    wish().plan(),
                    times(job)));
        }
        return new Whole(now(), items, order.format().name(), size(), QUALITY, BACKGROUND, usage(items.size()));
    }

    Partial partial(ImageJob job, Watcher.ScaleDone done, int place, int index) {
        return new Partial(
                kind + ".partial_image",
                file(done.previews().get(place)),
                index,
                now(),
                size(),
                QUALITY,
                BACKGROUND,
                order.format().name(),
                done.first() + place,
                done.scale(),
                wish().request().plan().parts().get(done.stage()).role(),
                Math.round(1e3 * (job.times().queued() + job.times().drawn())));
    }

    List<Completed> completed(ImageJob job) {
        List<Completed> events = new ArrayList<>();
        for (int i = 0; i < job.pictures().size(); i++) {
            events.add(new Completed(
                    kind + ".completed",
                    file(job.pictures().get(i)),
                    now(),
                    size(),
                    QUALITY,
                    BACKGROUND,
                    order.format().name(),
                    usage(1),
                    i,
                    className(i),
                    seed(i),
                    wish().plan(),
                    times(job)));
        }
        return events;
    }

    private Wish wish() {
        return order.wish();
    }

    private String file(byte[] png) {
        return Base64.getEncoder().encodeToString(order.format().of(png));
    }

    private String className(int place) {
        return wish().served().code().models().className(wish().labels().get(place));
    }

    private long seed(int place) {
        return wish().request().items().get(place).seed();
    }

    private String size() {
        int side = wish().served().side();
        return side + "x" + side;
    }

    private Usage usage(int pictures) {
        int length = wish().served().code().pyramid(wish().request().plan()).length();
        int image = wish().edit() == null ? 0 : length;
        int output = pictures * length;
        return new Usage(1 + image, output, 1 + image + output, new InputDetails(1, image));
    }

    private static Times times(ImageJob job) {
        return new Times(job.times().queued(), job.times().drawn(), job.pictureSeconds(), job.together());
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
