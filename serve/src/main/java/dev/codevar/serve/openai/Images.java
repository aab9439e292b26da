package dev.codevar.serve.openai;

import dev.codevar.report.json.Json;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.draw.Upload;
import dev.codevar.serve.fields.Form;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import dev.codevar.serve.http.Clocks;
import dev.codevar.serve.http.EventStream;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.WebExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** {@code /v1/images/generations} and {@code /v1/images/edits}. */
public final class Images {
    private static final List<String> PICTURES = List.of("image", "image[]", "mask");

    private final Catalog catalog;
    private final JobBook jobs;
    private final Clocks clocks;
    private final OrderLimits limits;
    private final Optional<String> publicUrl;
    private final Hosted hosted;

    /**
     * @param limits what a request may ask for
     * @param publicUrl under what clients find this server, if not as they write it in their requests
     */
    public Images(
            Catalog catalog,
            JobBook jobs,
            Clocks clocks,
            OrderLimits limits,
            Optional<String> publicUrl,
            Hosted hosted) {
        this.catalog = catalog;
        this.jobs = jobs;
        this.clocks = clocks;
        this.limits = limits;
        this.publicUrl = publicUrl;
        this.hosted = hosted;
    }

    /** Adds both routes. */
    public void addTo(Routes routes) {
        routes.add("POST", OpenAi.PREFIX + "images/generations", Routes.Body.SMALL, (exchange, named) -> {
            requireType(exchange, "application/json");
            draw(exchange, ImageOrder.of(catalog, exchange.values(), limits, null, null), "image_generation");
        });
        routes.add("POST", OpenAi.PREFIX + "images/edits", Routes.Body.PICTURES, (exchange, named) -> edit(exchange));
        hosted.addTo(routes);
    }

    private void edit(WebExchange exchange) {
        String type = requireType(exchange, "multipart/form-data", "application/json");
        ImageOrder order;
        if (type.startsWith("multipart/")) {
            Form form = exchange.form();
            byte[] image = form.file("image", "image[]").orElseThrow(Images::noImage);
            byte @Nullable [] mask = form.file("mask").orElse(null);
            order = ImageOrder.of(catalog, form.texts(PICTURES), limits, image, mask);
        } else {
            Values values = exchange.values();
            byte[] image = values.objects("images").stream()
                    .findFirst()
                    .map(one -> picture(one, "images"))
                    .orElseThrow(Images::noImage);
            byte @Nullable [] mask =
                    values.object("mask").map(one -> picture(one, "mask")).orElse(null);
            order = ImageOrder.of(catalog, values, limits, image, mask);
        }
        draw(exchange, order, "image_edit");
    }

    private static Refusal noImage() {
        return Refusal.of("image", "there is no image to edit");
    }

    private static byte[] picture(Values one, String field) {
        String text = one.picture("image_url")
                .orElseThrow(() -> Refusal.of(field, field + " has no image_url, which holds a data: address here"));
        return Upload.data(text, field);
    }

    private static String requireType(WebExchange exchange, String... types) {
        String given = exchange.header(HttpHeader.CONTENT_TYPE).orElse("").toLowerCase(Locale.ROOT);
        for (String type : types) {
            if (given.startsWith(type)) {
                return type;
            }
        }
        throw new Refusal(
                415,
                "unsupported_type",
                null,
                "a body of type '" + Values.shown(given) + "'; this takes " + String.join(" or ", types));
    }

    private void draw(WebExchange exchange, ImageOrder order, String kind) {
        exchange.mayTakeLong();
        Answers answers = new Answers(order, kind, job -> address(exchange, order, job));
        if (order.stream()) {
            stream(exchange, order, kind, answers);
        } else {
            ImageJob job = jobs.submit(order.wish(), kind, false, List.of());
            exchange.onGone(job::cancel, clocks);
            CompletableFuture<Void> unused = job.ended()
                    .thenAccept(done -> answer(exchange, done, answers))
                    .exceptionally(error -> {
                        OpenAi.refuse(exchange, Refusal.of(error));
                        throw new CompletionException(error);
                    });
        }
    }

    private static void answer(WebExchange exchange, ImageJob done, Answers answers) {
        exchange.timings().set(done.times().queued(), done.times().drawn());
        Refusal refusal = done.refusal();
        if (refusal != null) {
            OpenAi.refuse(exchange, refusal);
        } else {
            exchange.json(200, Json.lineOfKnown(answers.whole(done)));
        }
    }

    private void stream(WebExchange exchange, ImageOrder order, String kind, Answers answers) {
        int scales = order.wish()
                .served()
                .code()
                .pyramid(order.wish().request().plan())
                .scales();
        Follower follower = new Follower(order, answers, scales, () -> exchange.events(clocks));
        ImageJob job = jobs.submit(order.wish(), kind, false, List.of(follower));
        EventStream events = follower.events();
        events.comment("queue " + job.ahead());
        CompletableFuture<Void> unused = events.ended().thenAccept(whole -> {
            if (!whole) {
                job.cancel();
            }
            exchange.timings().set(job.times().queued(), job.times().drawn());
        });
    }

    /** {@return where each picture can be fetched} */
    private List<String> address(WebExchange exchange, ImageOrder order, ImageJob job) {
        String base = publicUrl.orElseGet(exchange::origin);
        List<byte[]> files = job.pictures().stream().map(order.format()::of).toList();
        return hosted.put(files, order.format().type()).stream()
                .map(path -> base + path)
                .toList();
    }
}
