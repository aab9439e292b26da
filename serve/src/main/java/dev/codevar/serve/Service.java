package dev.codevar.serve;

import dev.codevar.Engine;
import dev.codevar.report.json.Json;
import dev.codevar.serve.a1111.WebUi;
import dev.codevar.serve.api.Api;
import dev.codevar.serve.api.Fares;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.draw.Upload;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.http.Backlog;
import dev.codevar.serve.http.Clocks;
import dev.codevar.serve.http.Page;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.WebExchange;
import dev.codevar.serve.metrics.Metrics;
import dev.codevar.serve.openai.Hosted;
import dev.codevar.serve.openai.Images;
import dev.codevar.serve.openai.OpenAi;
import dev.codevar.serve.openai.OrderLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Every route of a server, and how each API tells its clients what went wrong. */
final class Service {
    private final Routes routes = new Routes();
    private final JobBook jobs;
    private final Metrics metrics;
    private final Backlog backlog;

    Service(Engine engine, Catalog catalog, ServeOptions options, JobBook jobs, Clocks clocks, Metrics metrics) {
        this.jobs = jobs;
        this.metrics = metrics;
        ServeLimits limits = options.limits();
        this.backlog = new Backlog(limits.unreadBytes());
        Upload upload = new Upload(limits.picture(), limits.largePictures());
        addHealth();
        new OpenAi(catalog, Instant.now().getEpochSecond()).addTo(routes);
        OrderLimits orders = new OrderLimits(limits.pictures(), options.strictSize(), upload);
        Hosted hosted = new Hosted(limits.keep(), limits.keptBytes());
        new Images(catalog, jobs, clocks, orders, options.publicUrl(), hosted).addTo(routes);
        Fares fares =
                new Fares(engine, jobs, limits.pictures(), limits.sending().bodyBytes());
        new Api(catalog, jobs, clocks, upload, fares).addTo(routes);
        new WebUi(catalog, jobs, clocks, limits.pictures(), upload).addTo(routes);
        Page.addTo(routes);
    }

    private void addHealth() {
        routes.addOpen("GET", "/healthz", (exchange, named) -> exchange.json(200, Json.line(Map.of("status", "ok"))));
        routes.addOpen("GET", "/readyz", (exchange, named) -> ready(exchange));
        routes.add(
                "GET",
                "/metrics",
                (exchange, named) -> exchange.bytes(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.text(jobs.running(), backlog.bytes()).getBytes(StandardCharsets.UTF_8)));
    }

    Routes routes() {
        return routes;
    }

    /** {@return what waits for clients that read slowly} */
    Backlog backlog() {
        return backlog;
    }

    private void ready(WebExchange exchange) {
        boolean draining = jobs.draining();
        exchange.json(draining ? 503 : 200, Json.line(Map.of("status", draining ? "draining" : "ready")));
    }

    void refuse(WebExchange exchange, Refusal refusal) {
        metrics.rejected(refusal.code());
        if (exchange.path().startsWith(OpenAi.PREFIX)) {
            OpenAi.refuse(exchange, refusal);
        } else if (exchange.path().startsWith(WebUi.PREFIX)) {
            WebUi.refuse(exchange, refusal);
        } else {
            Api.refuse(exchange, refusal);
        }
    }
}
