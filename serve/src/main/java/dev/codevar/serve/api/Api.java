package dev.codevar.serve.api;

import dev.codevar.EditSource;
import dev.codevar.report.json.Json;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.ClassText;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.draw.Upload;
import dev.codevar.serve.draw.Wish;
import dev.codevar.serve.fields.Problem;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import dev.codevar.serve.http.Clocks;
import dev.codevar.serve.http.EventStream;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.WebExchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;

/** The page's own API: jobs that outlive the connection that asked for them. */
public final class Api {
    /** Under this its routes lie. */
    public static final String PREFIX = "/api/";

    private static final Upload.Fields UPLOADED = new Upload.Fields("edit.source", "edit.mask");
    private static final Set<String> EDIT_FIELDS = Set.of("source", "mask", "soft_edge", "as_drawn", "fit");
    private static final Set<String> JOB_FIELDS = Stream.concat(
                    Stream.of("model", "plan", "class", "count", "previews", "edit"), Wish.SHARED_FIELDS.stream())
            .collect(Collectors.toUnmodifiableSet());

    private final Catalog catalog;
    private final JobBook jobs;
    private final Clocks clocks;
    private final int mostPictures;
    private final Upload upload;
    private final Supplier<Shapes.Status> status;

    /**
     * @param upload reads pictures that clients send
     * @param fares how the server fares
     */
    public Api(Catalog catalog, JobBook jobs, Clocks clocks, Upload upload, Fares fares) {
        this.catalog = catalog;
        this.jobs = jobs;
        this.clocks = clocks;
        this.mostPictures = fares.mostPictures();
        this.upload = upload;
        this.status = fares::status;
    }

    /** Adds all of its routes. */
    public void addTo(Routes routes) {
        routes.add("GET", PREFIX + "status", (exchange, named) -> exchange.json(200, Json.line(status.get())));
        routes.add("GET", PREFIX + "models", (exchange, named) -> models(exchange));
        routes.add("POST", PREFIX + "jobs", Routes.Body.PICTURES, (exchange, named) -> submit(exchange));
        routes.add(
                "GET",
                PREFIX + "jobs/{id}",
                (exchange, named) -> exchange.json(200, Json.line(JobViews.job(job(named)))));
        routes.add("DELETE", PREFIX + "jobs/{id}", (exchange, named) -> {
            job(named).cancel();
            exchange.empty(204);
        });
        routes.add("GET", PREFIX + "jobs/{id}/events", (exchange, named) -> follow(exchange, job(named)));
        routes.add("GET", PREFIX + "jobs/{id}/pictures/{index}", this::picture);
        routes.add(
                "POST",
                PREFIX + "restore",
                Routes.Body.PICTURES,
                (exchange, named) -> exchange.json(200, Json.line(Restoring.of(catalog, exchange.body()))));
    }

    private void models(WebExchange exchange) {
        Shapes.Models models = new Shapes.Models(
                catalog.first().id(),
                catalog.sets().stream().map(JobViews::model).toList());
        exchange.json(200, Json.line(models));
    }

    private ImageJob job(Map<String, String> named) {
        return jobs.find(named.getOrDefault("id", ""))
                .orElseThrow(() -> new Refusal(404, "not_found", null, "there is no such job, or no longer"));
    }

    private void submit(WebExchange exchange) {
        Values values = exchange.values();
        values.requireOnly(JOB_FIELDS);
        Catalog.Choice choice = catalog.find(values.text("model"));
        Served served = choice.served();
        String plan =
                values.text("plan").or(choice::plan).orElse(served.description().defaultPlan());
        List<String> classes = values.texts("class");
        if (classes.size() > mostPictures) {
            throw Refusal.of("class", classes.size() + " classes, which are more than " + mostPictures);
        }
        List<Integer> labels = classes.stream()
                .map(text -> ClassText.exactly(served.code().models(), text, "class"))
                .toList();
        if (labels.isEmpty()) {
            throw Refusal.of("class", "there is no class: say what to draw, by a number or a name");
        }
        int count = values.whole("count", 1, mostPictures).orElse(labels.size());
        Optional<EditSource> edit = values.object("edit").map(given -> edit(given, served));
        Wish wish = Wish.of(served, plan, labels, count, values, edit, values.flag("previews"));
        ImageJob job = jobs.submit(wish, "job", true, List.of());
        exchange.with(HttpHeader.LOCATION, "jobs/" + job.id());
        exchange.json(202, Json.line(JobViews.job(job)));
    }

    private EditSource edit(Values given, Served served) {
        given.requireOnly(EDIT_FIELDS);
        byte[] source = given.picture("source")
                .map(text -> Upload.data(text, UPLOADED.source()))
                .orElseThrow(() -> Refusal.of(UPLOADED.source(), "there is no picture to edit"));
        return upload.edit(
                source,
                given.picture("mask")
                        .map(text -> Upload.data(text, UPLOADED.mask()))
                        .orElse(null),
                given,
                UPLOADED,
                served.side());
    }

    private void picture(WebExchange exchange, Map<String, String> named) {
        ImageJob job = job(named);
        OptionalInt index = Values.ofKnown(named).whole("index", 0, Integer.MAX_VALUE);
        if (index.isEmpty() || index.getAsInt() >= job.pictures().size()) {
            throw new Refusal(404, "not_found", null, "there is no such picture, or not yet");
        }
        exchange.with(HttpHeader.CACHE_CONTROL, "private, max-age=3600")
                .bytes(200, "image/png", job.pictures().get(index.getAsInt()));
    }

    private void follow(WebExchange exchange, ImageJob job) {
        if (exchange.method().equals("HEAD")) {
            exchange.eventsHead();
            return;
        }
        exchange.mayTakeLong();
        EventStream events = exchange.events(clocks);
        Following following = new Following(events);
        job.watch(following);
        CompletableFuture<Void> unused = events.ended().thenAccept(whole -> job.unwatch(following));
    }

    /** Tells a client why it gets nothing. */
    public static void refuse(WebExchange exchange, Refusal refusal) {
        refusal.retryAfter().ifPresent(seconds -> exchange.with(HttpHeader.RETRY_AFTER, String.valueOf(seconds)));
        exchange.bytes(refusal.status(), Problem.MEDIA_TYPE, Problem.of(refusal).json());
    }
}
