package dev.codevar.serve;

import dev.codevar.Engine;
import dev.codevar.fault.CodeVarException;
import dev.codevar.report.json.Json;
import dev.codevar.serve.a1111.WebUi;
import dev.codevar.serve.api.Api;
import dev.codevar.serve.api.Fares;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.http.AccessLog;
import dev.codevar.serve.http.Edge;
import dev.codevar.serve.http.Guard;
import dev.codevar.serve.http.Page;
import dev.codevar.serve.http.Refusal;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.Ticker;
import dev.codevar.serve.http.WebExchange;
import dev.codevar.serve.metrics.Metrics;
import dev.codevar.serve.openai.Hosted;
import dev.codevar.serve.openai.Images;
import dev.codevar.serve.openai.OpenAi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP service of one engine's model sets: OpenAI's Images API, jobs with previews, and the page.
 *
 * <pre>{@code
 * Engine engine = Engine.start(EngineOptions.DEFAULT);
 * Catalog catalog = new Catalog(List.of(new Served("fashion32", engine.open(Path.of("models/fashion32")))));
 * CodevarServer server = CodevarServer.start(engine, catalog, ServeOptions.DEFAULT, System.err::println);
 * }</pre>
 */
public final class CodevarServer implements AutoCloseable {
    /** Proxies cut lines that are silent for a minute. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /** What is answered already is sent within this. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** Often enough to see a queue move. */
    private static final Duration PLACES = Duration.ofMillis(500);

    private static final long IDLE_MILLIS = 30_000;
    private static final int MOST_THREADS = 64;

    private final Engine engine;
    private final ServeOptions options;
    private final JobBook jobs;
    private final Ticker ticker = new Ticker(KEEP_ALIVE);
    private final Ticker places = new Ticker(PLACES);
    private final Metrics metrics;
    private final Server server;
    private final ServerConnector connector;
    private int port;

    private CodevarServer(Engine engine, Catalog catalog, ServeOptions options, Consumer<String> log) {
        this.engine = engine;
        this.options = options;
        this.metrics = new Metrics(engine);
        this.jobs = new JobBook(options.deadline(), options.keep(), options.mostKeptBytes(), metrics::ended);
        this.server = new Server(new QueuedThreadPool(MOST_THREADS));
        this.connector = connector(server, options);
        Guard guard = new Guard(options.loopback(), options.knownHosts(), options.token());
        AccessLog accessLog = new AccessLog(options.jsonLog(), log);
        Edge edge = new Edge(routes(catalog), guard, options.mostBytes(), this::refuse, accessLog);
        server.setHandler(new GracefulHandler(edge));
        server.addConnector(connector);
    }

    /**
     * Starts serving.
     *
     * @param engine whose sets {@code catalog} has; it stays to be closed by the caller, after the server
     * @param catalog what is served
     * @param options how
     * @param log is given a line for each request
     * @throws CodeVarException if the address is taken
     */
    public static CodevarServer start(Engine engine, Catalog catalog, ServeOptions options, Consumer<String> log) {
        CodevarServer started = new CodevarServer(engine, catalog, options, log);
        try {
            started.server.start();
            Future<?> unused = started.places.repeat(started.jobs::tellPlaces);
            started.port = started.connector.getLocalPort();
            return started;
        } catch (Exception e) {
            started.ticker.close();
            throw new CodeVarException(
                    "cannot listen on " + options.host() + " port " + options.port() + ": " + e.getMessage(), e);
        }
    }

    private static ServerConnector connector(Server server, ServeOptions options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(16 << 10);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(options.bareHost());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /** {@return every route of it} */
    Routes routes(Catalog catalog) {
        Routes routes = new Routes();
        routes.addOpen("GET", "/healthz", (exchange, named) -> exchange.json(200, Json.line(Map.of("status", "ok"))));
        routes.addOpen("GET", "/readyz", (exchange, named) -> ready(exchange));
        routes.add(
                "GET",
                "/metrics",
                (exchange, named) -> exchange.bytes(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.text(jobs.running()).getBytes(StandardCharsets.UTF_8)));
        new OpenAi(catalog, Instant.now().getEpochSecond()).addTo(routes);
        Hosted hosted = new Hosted(options.keep(), options.mostKeptBytes());
        new Images(catalog, jobs, ticker, options.mostPictures(), options.strictSize(), options.publicUrl(), hosted)
                .addTo(routes);
        Fares fares = new Fares(engine, jobs, options.mostPictures(), options.mostBytes());
        new Api(catalog, jobs, ticker, options.mostPictures(), fares).addTo(routes);
        new WebUi(catalog, jobs, options.mostPictures()).addTo(routes);
        Page.addTo(routes);
        return routes;
    }

    private void ready(WebExchange exchange) {
        boolean draining = jobs.draining();
        exchange.json(draining ? 503 : 200, Json.line(Map.of("status", draining ? "draining" : "ready")));
    }

    private void refuse(WebExchange exchange, Refusal refusal) {
        metrics.rejected(refusal.code());
        if (exchange.path().startsWith(OpenAi.PREFIX)) {
            OpenAi.refuse(exchange, refusal);
        } else if (exchange.path().startsWith(WebUi.PREFIX)) {
            WebUi.refuse(exchange, refusal);
        } else {
            Api.refuse(exchange, refusal);
        }
    }

    /** {@return where it is found, such as {@code http://127.0.0.1:8080/}} */
    public String address() {
        String host = options.host().contains(":") ? "[" + options.bareHost() + "]" : options.host();
        return "http://" + host + ":" + port + "/";
    }

    /**
     * Waits until it is stopped.
     *
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void join() throws InterruptedException {
        server.join();
    }

    /**
     * Takes no more requests, waits until those at the engine are answered, but no longer than the options' grace, and stops. What is not
     * done by then is told that the server is stopping.
     */
    public void stop() {
        jobs.drain();
        if (!awaitEnds(options.grace())) {
            jobs.stop();
        }
        close();
    }

    private boolean awaitEnds(Duration most) {
        try {
            CompletableFuture.allOf(jobs.atWork().stream().map(ImageJob::ended).toArray(CompletableFuture<?>[]::new))
                    .get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #stop}, without waiting: what is at work is told that it is cancelled. */
    @Override
    public void close() {
        jobs.drain();
        jobs.stop();
        awaitEnds(LAST_WORDS);
        jobs.close();
        try {
            server.setStopTimeout(LAST_WORDS.toMillis());
            server.stop();
        } catch (TimeoutException silent) {
            // Connections that do not end are cut.
        } catch (Exception e) {
            throw new CodeVarException("the server did not stop as it should: " + e.getMessage(), e);
        } finally {
            ticker.close();
            places.close();
        }
    }
}
