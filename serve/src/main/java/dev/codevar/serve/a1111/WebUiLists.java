package dev.codevar.serve.a1111;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.codevar.report.json.Json;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.draw.JobState;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.fields.Values;
import dev.codevar.serve.http.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What clients of Stable Diffusion web UI ask for before they draw, and while they wait. */
final class WebUiLists {
    static final String CHECKPOINT = "sd_model_checkpoint";

    private static final String PREFIX = WebUi.PREFIX;

    private final Catalog catalog;
    private final JobBook jobs;

    WebUiLists(Catalog catalog, JobBook jobs) {
        this.catalog = catalog;
        this.jobs = jobs;
    }

    void addTo(Routes routes) {
        routes.add("GET", PREFIX + "options", (exchange, named) -> exchange.json(200, Json.line(options())));
        // What is set by it comes again with every request; one client must not set it for others.
        routes.add("POST", PREFIX + "options", Routes.Body.SMALL, (exchange, named) -> {
            Values unused = exchange.values();
            exchange.json(200, "null");
        });
        routes.add("GET", PREFIX + "sd-models", (exchange, named) -> exchange.json(200, Json.line(models())));
        routes.add("GET", PREFIX + "samplers", (exchange, named) -> exchange.json(200, Json.line(samplers())));
        routes.add("GET", PREFIX + "progress", (exchange, named) -> exchange.json(200, Json.line(progress())));
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put(CHECKPOINT, catalog.first().id());
        options.put("samples_format", "png");
        return options;
    }

    /** A model set as a checkpoint. */
    record Checkpoint(
            String title,
            String modelName,
            String filename,
            @Nullable String hash) {}

    private List<Checkpoint> models() {
        return catalog.sets().stream()
                .map(set -> new Checkpoint(set.id(), set.id(), set.id(), null))
                .toList();
    }

    /** A plan as a sampler. */
    record Sampler(String name, List<String> aliases, Map<String, String> options) {}

    private List<Sampler> samplers() {
        return catalog.sets().stream()
                .flatMap(set -> set.offers().stream())
                .map(Served.Offer::id)
                .distinct()
                .map(plan -> new Sampler(plan, List.of(plan), Map.of()))
                .toList();
    }

    /** How far the server is with what it draws. */
    record Progress(
            double progress,
            @JsonProperty("eta_relative") double eta,
            State state,
            @Nullable String currentImage) {}

    /** What it draws. */
    record State(int jobCount, int samplingStep, int samplingSteps) {}

    private Progress progress() {
        Optional<ImageJob> running = jobs.atWork().stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .findFirst();
        int done = running.map(job -> job.times().ofScales().size()).orElse(0);
        int scales = running.map(job -> job.wish()
                        .served()
                        .code()
                        .pyramid(job.wish().request().plan())
                        .scales())
                .orElse(0);
        return new Progress(
                scales == 0 ? 0 : (double) done / scales,
                0,
                new State(jobs.atWork().size(), done, scales),
                null);
    }
}
