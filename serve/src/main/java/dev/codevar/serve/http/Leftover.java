package dev.codevar.serve.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads what is left of a body that was refused, for a while, and throws it away: where a connection is closed with bytes that nobody
 * read, the client's system throws away the answer that lies there already, and the client sees a broken connection in its place.
 */
final class Leftover implements Runnable {
    private static final long MOST_BYTES = 128L << 20;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Request request;
    private final Callback then;
    private final long begun = System.nanoTime();
    private long thrownAway;

    private Leftover(Request request, Callback then) {
        this.request = request;
        this.then = then;
    }

    /** {@return completes {@code then} after the answer, once nothing more of the body comes, or too much} */
    static Callback before(Request request, Callback then) {
        return Callback.from(() -> new Leftover(request, then).run(), then::failed);
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            thrownAway += chunk.remaining();
            chunk.release();
            boolean over = thrownAway > MOST_BYTES || System.nanoTime() - begun > MOST_NANOS;
            if (chunk.isLast() || Content.Chunk.isFailure(chunk) || over) {
                then.succeeded();
                return;
            }
        }
    }
}
