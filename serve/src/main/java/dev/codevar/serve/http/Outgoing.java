package dev.codevar.serve.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;

/** A whole answer on its way to a client that may read slowly. */
final class Outgoing implements Callback, Backlog.Reader {
    private final Backlog backlog;
    private final Callback then;
    private final Runnable cut;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param then what follows
     * @param cut ends the connection
     */
    Outgoing(Backlog backlog, Callback then, Runnable cut) {
        this.backlog = backlog;
        this.then = then;
        this.cut = cut;
    }

    @Override
    public void succeeded() {
        if (over.compareAndSet(false, true)) {
            backlog.forget(this);
            then.succeeded();
        }
    }

    @Override
    public void failed(Throwable gone) {
        if (over.compareAndSet(false, true)) {
            backlog.forget(this);
            then.failed(gone);
        }
    }

    @Override
    public void letGo() {
        cut.run();
    }
}
