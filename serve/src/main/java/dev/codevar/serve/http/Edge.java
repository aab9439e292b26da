package dev.codevar.serve.http;

import dev.codevar.serve.fields.FieldReader;
import dev.codevar.serve.fields.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where requests come in: guarded first, then routed; what goes wrong is told in the words of the API that was asked. */
public final class Edge extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final Routes routes;
    private final Guard guard;
    private final int headBytes;
    private final Bodies bodies;
    private final Backlog backlog;
    private final FieldReader fields;
    private final BiConsumer<WebExchange, Refusal> refusals;
    private final AccessLog log;

    /**
     * @param fields reads what bodies say
     * @param backlog what waits for clients that read slowly
     * @param refusals tells a client why it gets nothing
     */
    public Edge(
            Routes routes,
            Guard guard,
            SendingBounds sending,
            FieldReader fields,
            Backlog backlog,
            BiConsumer<WebExchange, Refusal> refusals,
            AccessLog log) {
        this.routes = routes;
        this.guard = guard;
        this.headBytes = sending.headBytes();
        this.bodies = new Bodies(sending);
        this.fields = fields;
        this.backlog = backlog;
        this.refusals = refusals;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        WebExchange exchange = exchange(request, response, callback);
        Request.addCompletionListener(
                request, failure -> log(request, exchange, response.isCommitted() ? response.getStatus() : 0));
        try {
            Routes.Found found = find(exchange);
            answer(exchange, found);
        } catch (Throwable e) {
            refuse(exchange, e);
        }
        return true;
    }

    private WebExchange exchange(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        return new WebExchange(request, response, callback, backlog, fields);
    }

    private void log(Request request, WebExchange exchange, int status) {
        log.write(
                Request.getRemoteAddr(request),
                request.getMethod(),
                exchange.path(),
                status,
                (System.nanoTime() - request.getBeginNanoTime()) * 1e-9,
                exchange.timings());
    }

    /** What never came to {@link #handle}: no HTTP, heads that are too large, requests while the server stops. */
    public boolean refuseUnrouted(Request request, Response response, Callback callback) {
        WebExchange exchange = exchange(request, response, callback);
        int status = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException told
                ? told.getCode()
                : response.getStatus();
        log(request, exchange, status);
        refusals.accept(exchange, new Refusal(status, code(status), null, words(status)));
        return true;
    }

    private static String code(int status) {
        return switch (status) {
            case 414, 431 -> "too_large";
            case 503 -> "draining";
            default -> status < 500 ? "invalid_request" : "internal_error";
        };
    }

    private String words(int status) {
        return switch (status) {
            case 414, 431 -> "the request's head has more than " + headBytes + " bytes, which are the most here";
            case 503 -> "the server is stopping";
            default ->
                status < 500
                        ? "the request is not as HTTP has it: " + HttpStatus.getMessage(status)
                        : "the request failed: " + HttpStatus.getMessage(status);
        };
    }

    private void answer(WebExchange exchange, Routes.Found found) {
        Routes.Route route = found.route();
        if (route.body() == Routes.Body.NONE) {
            route.answer().to(exchange, found.named());
            return;
        }
        CompletableFuture<Boolean> unused = bodies.read(
                        exchange, route.body(), () -> route.answer().to(exchange, found.named()))
                .whenComplete((nothing, error) -> {
                    if (error != null) {
                        refuse(exchange, error);
                    }
                });
    }

    /** Who is not let in learns nothing of what there is. */
    private Routes.Found find(WebExchange exchange) {
        Routes.Found found;
        try {
            found = routes.find(exchange.method(), exchange.path());
        } catch (Refusal unknown) {
            guard.check(exchange, false);
            throw unknown;
        }
        guard.check(exchange, found.route().open());
        return found;
    }

    /** Tells a client why it gets nothing. */
    public void refuse(WebExchange exchange, Throwable why) {
        Refusal refusal = Refusal.of(why);
        if (refusal.code().equals("internal_error")) {
            LOG.error("unforeseen", why);
        }
        if (!exchange.answered()) {
            if (exchange.requestBody().unread()) {
                // The rest of the body is never read, so that nothing can follow it.
                exchange.with(HttpHeader.CONNECTION, "close");
            }
            refusal.allowed().ifPresent(methods -> exchange.with(HttpHeader.ALLOW, methods));
            refusals.accept(exchange, refusal);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        bodies.close();
    }
}
