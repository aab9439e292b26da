package dev.codevar.serve.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events to one client, which may read as slowly as it likes: whoever sends never waits, and of what may be skipped only the
 * latest is kept until the client is ready for it. Where too much waits in all, the slowest client is let go.
 */
public final class EventStream implements Backlog.Reader {
    /** What it is to a client. */
    static final String TYPE = "text/event-stream; charset=utf-8";

    private final Response response;
    private final Callback callback;
    private final Backlog backlog;
    private final Runnable cut;
    private final Runnable last;
    private final Ticker.Repeated keepAlive;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;
    private boolean ending;
    private boolean done;

    /** A piece of the stream; of those with the same slot the client gets the latest only. */
    private static final class Waiting {
        final byte[] bytes;
        final @Nullable Object slot;

        Waiting(byte[] bytes, @Nullable Object slot) {
            this.bytes = bytes;
            this.slot = slot;
        }
    }

    /**
     * @param cut ends the connection
     * @param last runs before the last piece is written
     */
    EventStream(Response response, Callback callback, Backlog backlog, Ticker timer, Runnable cut, Runnable last) {
        this.response = response;
        this.callback = callback;
        this.backlog = backlog;
        this.cut = cut;
        this.last = last;
        this.keepAlive = timer.repeat(this::keepAlive);
    }

    /** Sends an event of this type. */
    public void send(String type, String json) {
        push(new Waiting(event(type, json), null));
    }

    /** Sends an event whose {@code event:} is left out, as {@code data: [DONE]} is. */
    public void sendData(String data) {
        push(new Waiting(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8), null));
    }

    /** Sends an event in place of the one that still waits in the same slot, if one does. */
    public void sendLatest(Object slot, String type, String json) {
        push(new Waiting(event(type, json), slot));
    }

    /** Sends a comment, which clients pass over. */
    public void comment(String text) {
        push(new Waiting((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8), null));
    }

    private void keepAlive() {
        boolean quiet;
        synchronized (this) {
            quiet = waiting.isEmpty() && !writing;
        }
        if (quiet) {
            comment("keep");
        }
    }

    private static byte[] event(String type, String json) {
        return ("event: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Ends the stream after what was sent. */
    public void end() {
        synchronized (this) {
            ending = true;
        }
        writeNext();
    }

    /** {@return is completed when the stream is over: true if it was ended, false if the client went away} */
    public CompletableFuture<Boolean> ended() {
        return ended;
    }

    private void push(Waiting next) {
        long more;
        synchronized (this) {
            if (done || ending) {
                return;
            }
            more = next.bytes.length - dropWaiting(next.slot);
            waiting.add(next);
        }
        backlog.add(this, more);
        if (over()) {
            // It may have ended since.
            backlog.forget(this);
        } else {
            writeNext();
        }
    }

    /** {@return how many bytes need not be sent} */
    private long dropWaiting(@Nullable Object slot) {
        if (slot == null) {
            return 0;
        }
        List<Waiting> unseen =
                waiting.stream().filter(old -> slot.equals(old.slot)).toList();
        waiting.removeAll(unseen);
        return unseen.stream().mapToLong(old -> old.bytes.length).sum();
    }

    private void writeNext() {
        Waiting next;
        synchronized (this) {
            if (done || writing) {
                return;
            }
            next = waiting.poll();
            if (next == null && !ending) {
                return;
            }
            writing = true;
        }
        if (next == null) {
            last.run();
            response.write(true, ByteBuffer.allocate(0), Callback.from(this::finished, this::failed));
        } else {
            response.write(false, ByteBuffer.wrap(next.bytes), Callback.from(() -> written(next), this::failed));
        }
    }

    private void written(Waiting piece) {
        backlog.add(this, -piece.bytes.length);
        synchronized (this) {
            writing = false;
        }
        writeNext();
    }

    private void finished() {
        if (over(true)) {
            callback.succeeded();
        }
    }

    /** The client is gone. */
    void failed(Throwable gone) {
        if (over(false)) {
            callback.failed(gone);
        }
    }

    private synchronized boolean over() {
        return done;
    }

    private boolean over(boolean whole) {
        synchronized (this) {
            if (done) {
                return false;
            }
            done = true;
            waiting.clear();
        }
        backlog.forget(this);
        keepAlive.cancel();
        ended.complete(whole);
        return true;
    }

    /** What is being written then fails. */
    @Override
    public void letGo() {
        cut.run();
    }
}
