package dev.codevar.serve.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where requests come in: guarded first, then routed; what goes wrong is told in the words of the API that was asked. */
public final class Edge extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private final Routes routes;
    private final Guard guard;
    private final Bodies bodies;
    private final BiConsumer<WebExchange, Refusal> refusals;
    private final AccessLog log;

    /**
     * @param mostBytes how large a body may be
     * @param refusals tells a client why it gets nothing
     */
    public Edge(Routes routes, Guard guard, int mostBytes, BiConsumer<WebExchange, Refusal> refusals, AccessLog log) {
        this.routes = routes;
        this.guard = guard;
        this.bodies = new Bodies(mostBytes);
        this.refusals = refusals;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        WebExchange exchange = new WebExchange(request, response, callback);
        Request.addCompletionListener(
                request,
                failure -> log.write(
                        Request.getRemoteAddr(request),
                        request.getMethod(),
                        exchange.path(),
                        response.isCommitted() ? response.getStatus() : 0,
                        (System.nanoTime() - request.getBeginNanoTime()) * 1e-9,
                        exchange.timings()));
        try {
            Routes.Found found = find(exchange);
            answer(exchange, found);
        } catch (Throwable e) {
            refuse(exchange, e);
        }
        return true;
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
            if (exchange.unread()) {
                exchange.closing();
            }
            refusals.accept(exchange, refusal);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        bodies.close();
    }
}
