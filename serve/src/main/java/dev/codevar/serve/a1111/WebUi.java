package dev.codevar.serve.a1111;

import dev.codevar.EditSource;
import dev.codevar.report.json.Json;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.ClassText;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.draw.Upload;
import dev.codevar.serve.draw.Wish;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import dev.codevar.serve.http.Clocks;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.WebExchange;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Six routes of Stable Diffusion web UI (AUTOMATIC1111), for clients that speak nothing else. A checkpoint is a model set, a sampler is a
 * plan; steps, sizes and negative prompts mean nothing here.
 */
public final class WebUi {
    /** Under this its routes lie. */
    public static final String PREFIX = "/sdapi/v1/";

    private static final Upload.Fields UPLOADED = new Upload.Fields("init_images", "mask");

    private final Catalog catalog;
    private final JobBook jobs;
    private final Clocks clocks;
    private final int mostPictures;
    private final Upload upload;

    /**
     * @param mostPictures how many pictures a request may ask for
     * @param upload reads pictures that clients send
     */
    public WebUi(Catalog catalog, JobBook jobs, Clocks clocks, int mostPictures, Upload upload) {
        this.catalog = catalog;
        this.jobs = jobs;
        this.clocks = clocks;
        this.mostPictures = mostPictures;
        this.upload = upload;
    }

    /** Adds its routes. */
    public void addTo(Routes routes) {
        new WebUiLists(catalog, jobs).addTo(routes);
        routes.add("POST", PREFIX + "txt2img", Routes.Body.SMALL, (exchange, named) -> draw(exchange, false));
        routes.add("POST", PREFIX + "img2img", Routes.Body.PICTURES, (exchange, named) -> draw(exchange, true));
    }

    private void draw(WebExchange exchange, boolean edits) {
        Values values = exchange.values();
        Optional<String> model = values.object("override_settings").flatMap(given -> given.text(WebUiLists.CHECKPOINT));
        Served served = catalog.find(model).served();
        String plan = values.text("sampler_name")
                .filter(name ->
                        served.offers().stream().anyMatch(offer -> offer.id().equals(name)))
                .orElse(served.description().defaultPlan());
        String prompt = values.text("prompt").orElse("");
        int label = ClassText.inPrompt(served.code().models(), prompt, "prompt");
        int each = values.whole("batch_size", 1, mostPictures).orElse(1);
        int times = values.whole("n_iter", 1, mostPictures).orElse(1);
        if (each * times > mostPictures) {
            throw Refusal.of("n_iter", "batch_size times n_iter is " + each * times + ", more than " + mostPictures);
        }
        Optional<EditSource> edit = edits ? Optional.of(edit(values, served)) : Optional.empty();
        Wish wish = Wish.of(served, plan, List.of(label), each * times, own(values), edit, false);
        exchange.mayTakeLong();
        ImageJob job = jobs.submit(wish, edits ? "img2img" : "txt2img", false, List.of());
        exchange.onGone(job::cancel, clocks);
        CompletableFuture<Void> unused = job.ended()
                .thenAccept(done -> answer(exchange, done))
                .exceptionally(error -> {
                    refuse(exchange, Refusal.of(error));
                    throw new CompletionException(error);
                });
    }

    /** A seed of -1 is any. Their cfg_scale is passed over: what is usual there is far too much here. */
    private static Values own(Values values) {
        Map<String, String> own = new LinkedHashMap<>();
        OptionalLong seed = values.whole("seed");
        if (seed.isPresent() && seed.getAsLong() >= 0) {
            own.put("seed", String.valueOf(seed.getAsLong()));
        }
        OptionalDouble cfg = values.number("cfg");
        cfg.ifPresent(value -> own.put("cfg", String.valueOf(value)));
        return Values.ofKnown(own);
    }

    private EditSource edit(Values values, Served served) {
        List<String> pictures = values.pictures("init_images");
        if (pictures.isEmpty()) {
            throw Refusal.of("init_images", "there is no picture to edit");
        }
        byte @Nullable [] mask =
                values.picture("mask").map(text -> Upload.data(text, "mask")).orElse(null);
        return upload.edit(
                Upload.data(pictures.get(0), "init_images"), mask, Values.ofKnown(Map.of()), UPLOADED, served.side());
    }

    /** What is answered. */
    record Answer(List<String> images, Map<String, Object> parameters, String info) {}

    private static void answer(WebExchange exchange, ImageJob job) {
        exchange.timings().set(job.times().queued(), job.times().drawn());
        Refusal refusal = job.refusal();
        if (refusal != null) {
            refuse(exchange, refusal);
            return;
        }
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("seed", job.wish().first().seed());
        info.put(
                "all_seeds",
                job.wish().request().items().stream().map(item -> item.seed()).toList());
        List<String> images =
                job.pictures().stream().map(Base64.getEncoder()::encodeToString).toList();
        exchange.json(200, Json.line(new Answer(images, Map.of(), Json.line(info))));
    }

    /** What these clients read of an error. */
    record Fault(String detail, String error) {}

    /** Tells a client why it gets nothing. */
    public static void refuse(WebExchange exchange, Refusal refusal) {
        refusal.retryAfter().ifPresent(seconds -> exchange.with(HttpHeader.RETRY_AFTER, String.valueOf(seconds)));
        exchange.json(refusal.status(), Json.line(new Fault(refusal.text(), refusal.code())));
    }
}
