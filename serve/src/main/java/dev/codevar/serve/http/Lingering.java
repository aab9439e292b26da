package dev.codevar.serve.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Passes over, for a moment, what a client still sends of a body that nobody wants: if the connection were closed at once, it would lose its
 * answer.
 */
final class Lingering implements Callback {
    private static final long SECONDS = 2;

    private final Request request;
    private final Callback then;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param then follows
     */
    Lingering(Request request, Callback then) {
        this.request = request;
        this.then = then;
    }

    /** The answer is sent. */
    @Override
    public void succeeded() {
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(this::end);
        passOver();
    }

    @Override
    public void failed(Throwable gone) {
        if (over.compareAndSet(false, true)) {
            then.failed(gone);
        }
    }

    private void passOver() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::passOver);
                return;
            }
            chunk.release();
            if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
                end();
            }
        }
    }

    private void end() {
        if (over.compareAndSet(false, true)) {
            then.succeeded();
        }
    }
}
