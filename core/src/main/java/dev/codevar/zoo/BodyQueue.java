package dev.codevar.zoo;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Hands the pieces of a response's body to the thread that asked for it, which waits for each only so long: the JDK's own
 * stream would wait for ever on a connection that has gone silent.
 */
final class BodyQueue implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    /** What the client tells: a piece, or the end, good or bad. */
    private record Event(List<ByteBuffer> piece, boolean last, Optional<Throwable> failure) {}

    // One piece is asked for at a time, so that at most it and the end are ever waiting.
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(4);
    private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
    private final Duration stall;

    BodyQueue(Flow.Publisher<List<ByteBuffer>> body, Duration stall) {
        this.stall = stall;
        body.subscribe(this);
    }

    /**
     * The next piece, empty at the end of the body.
     *
     * @throws IOException when the connection broke, or nothing came for too long
     */
    Optional<List<ByteBuffer>> next() throws IOException, InterruptedException {
        CompletableFuture<Void> unused = source.thenAccept(subscription -> subscription.request(1));
        Event event = events.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null) {
            throw new HttpTimeoutException("no byte came for " + stall.toMillis() / 1000.0 + " s");
        }
        if (event.failure.isPresent()) {
            throw new IOException(event.failure.get().getMessage(), event.failure.get());
        }
        return event.last ? Optional.empty() : Optional.of(event.piece);
    }

    /** Drops the connection when the body was not read to its end. */
    @Override
    public void close() {
        CompletableFuture<Void> unused = source.thenAccept(Flow.Subscription::cancel);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source.complete(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        events.add(new Event(piece, false, Optional.empty()));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(List.of(), true, Optional.of(failure)));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), true, Optional.empty()));
    }
}
