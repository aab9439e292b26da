package dev.codevar.serve;

import dev.codevar.Engine;
import dev.codevar.fault.CodeVarException;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.JobBook;
import dev.codevar.serve.fields.FieldReader;
import dev.codevar.serve.http.AccessLog;
import dev.codevar.serve.http.Clocks;
import dev.codevar.serve.http.Edge;
import dev.codevar.serve.http.Guard;
import dev.codevar.serve.http.HeadTimes;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.SendingBounds;
import dev.codevar.serve.metrics.Metrics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
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
    /** What is answered already is sent within this, though the grace be over. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private static final int MOST_THREADS = 64;

    private final ServeOptions options;
    private final JobBook jobs;
    private final Clocks clocks = Clocks.start();
    private final Service service;
    private final Server server;
    private final ServerConnector connector;
    private final HeadTimes heads;
    private int port;

    private CodevarServer(Engine engine, Catalog catalog, ServeOptions options, Consumer<String> log) {
        this.options = options;
        ServeLimits limits = options.limits();
        SendingBounds sending = limits.sending();
        Metrics metrics = new Metrics(engine);
        this.jobs = new JobBook(
                limits.deadline(), limits.keep(), limits.keptBytes(), limits.keptPreviews(), metrics::ended);
        this.server = new Server(new QueuedThreadPool(MOST_THREADS));
        this.connector = connector(server, options);
        this.service = new Service(engine, catalog, options, jobs, clocks, metrics);
        Edge edge = new Edge(
                service.routes(),
                new Guard(options.loopback(), options.hostInAddress(), options.hostNames(), options.token()),
                sending,
                new FieldReader(limits.fields()),
                service.backlog(),
                service::refuse,
                new AccessLog(options.jsonLog(), log));
        this.heads = new HeadTimes(new GracefulHandler(edge), sending.headTime(), sending.silence());
        server.setHandler(heads);
        server.setErrorHandler(edge::refuseUnrouted);
        connector.addEventListener(heads);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(sending.connections(), connector));
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
            started.clocks.looking().always(started.jobs::tellPlaces);
            started.clocks.looking().always(started.heads::look);
            started.port = started.connector.getLocalPort();
            return started;
        } catch (Exception e) {
            started.clocks.close();
            throw new CodeVarException(
                    "cannot listen on " + options.host() + " port " + options.port() + ": " + e.getMessage(), e);
        }
    }

    private static ServerConnector connector(Server server, ServeOptions options) {
        SendingBounds sending = options.limits().sending();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(sending.headBytes());
        // Of a request; before and between requests heads are looked after.
        http.setIdleTimeout(sending.silence().toMillis());
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(options.bareHost());
        connector.setPort(options.port());
        connector.setIdleTimeout(0);
        // When the server stops, answers have its grace; by default who takes nothing for a second would be cut.
        connector.setShutdownIdleTimeout(-1);
        connector.setAcceptQueueSize(sending.connections());
        return connector;
    }

    /** {@return every route of it} */
    Routes routes() {
        return service.routes();
    }

    /** {@return where it is found, such as {@code http://127.0.0.1:8080/}} */
    public String address() {
        return "http://" + options.hostInAddress() + ":" + port + "/";
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
     * Takes no more requests, waits until those at the engine are answered and the answers sent, but no longer than the options' grace, and
     * stops. What is not done by then is told that the server is stopping.
     */
    public void stop() {
        stop(LAST_WORDS);
    }

    /**
     * @param lastWords how long answers may take to be sent when the grace is over
     */
    void stop(Duration lastWords) {
        long until = System.nanoTime() + options.grace().toNanos();
        jobs.drain();
        if (!awaitEnds(options.grace())) {
            jobs.stop();
        }
        Duration left = Duration.ofNanos(until - System.nanoTime());
        end(left.compareTo(lastWords) > 0 ? left : lastWords);
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
        end(LAST_WORDS);
    }

    /**
     * As {@link #close}.
     *
     * @param sending how long answers may take to be sent
     */
    void end(Duration sending) {
        jobs.drain();
        jobs.stop();
        awaitEnds(LAST_WORDS);
        jobs.close();
        heads.leave();
        try {
            server.setStopTimeout(sending.toMillis());
            server.stop();
        } catch (TimeoutException silent) {
            // Connections that do not end are cut.
        } catch (Exception e) {
            throw new CodeVarException("the server did not stop as it should: " + e.getMessage(), e);
        } finally {
            clocks.close();
        }
    }
}
