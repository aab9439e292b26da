package dev.codevar.serve.http;

import dev.codevar.fault.EngineClosedException;
import dev.codevar.serve.fields.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads bodies without a thread that waits for them, however slowly they come, and has them worked on by a few threads: few large ones at a
 * time and not too many others, so that they fit into memory, and each within its time, so that slow ones keep nobody out.
 */
final class Bodies implements AutoCloseable {
    /** Little enough that the number of connections is bound enough. */
    private static final int UNCOUNTED_BYTES = 16 << 10;

    private static final int THREADS = 4;

    private final SendingBounds bounds;
    private final Places large;
    private final Places small;
    /** No more wait for a thread than there are connections. */
    private final ThreadPoolExecutor hands =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "codevar-hands");
                thread.setDaemon(true);
                return thread;
            });

    /** For so many bodies at a time, of a kind. */
    private record Places(Semaphore free, String full) {

        static Places of(int count, String kind) {
            return new Places(
                    new Semaphore(count),
                    "bodies of " + kind + ": no more than " + count + " at a time are read here; ask again");
        }

        Refusal refusal() {
            return new Refusal(429, "too_many_uploads", null, full);
        }
    }

    Bodies(SendingBounds bounds) {
        this.bounds = bounds;
        this.large = Places.of(bounds.largeBodies(), "more than " + bounds.smallBytes() + " bytes");
        this.small = Places.of(bounds.smallBodies(), UNCOUNTED_BYTES + " to " + bounds.smallBytes() + " bytes");
    }

    /**
     * Reads a request's body, and goes on with {@code then} on a thread that may wait.
     *
     * @return is completed with true after that; with what went wrong, if anything did
     */
    CompletableFuture<Boolean> read(WebExchange exchange, Routes.Body body, Runnable then) {
        int most =
                body == Routes.Body.PICTURES ? bounds.bodyBytes() : Math.min(bounds.smallBytes(), bounds.bodyBytes());
        RequestBody coming = exchange.requestBody();
        if (coming.length() > most) {
            return CompletableFuture.failedFuture(tooLarge(most));
        }
        Optional<Places> places = places(coming.length(), most);
        if (places.isPresent() && !places.get().free().tryAcquire()) {
            return CompletableFuture.failedFuture(places.get().refusal());
        }
        CompletableFuture<Void> done;
        try {
            done = fetch(coming, most).thenRunAsync(then, hands);
        } catch (RejectedExecutionException stopped) {
            done = CompletableFuture.failedFuture(stopped);
        }
        return done.handle((nothing, error) -> {
            coming.forget();
            places.ifPresent(taken -> taken.free().release());
            if (error != null) {
                throw new CompletionException(rejected(error) ? new EngineClosedException() : error);
            }
            return true;
        });
    }

    /**
     * {@return those of which this body needs one}
     *
     * @param length -1 if it may have any, up to {@code most}
     */
    private Optional<Places> places(long length, int most) {
        long expected = length < 0 ? most : length;
        if (expected > bounds.smallBytes()) {
            return Optional.of(large);
        }
        return expected > UNCOUNTED_BYTES ? Optional.of(small) : Optional.empty();
    }

    private CompletableFuture<Void> fetch(RequestBody coming, int most) {
        CompletableFuture<byte[]> whole = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(
                coming.source(), most, Promise.Invocable.from(Invocable.InvocationType.NON_BLOCKING, (bytes, error) -> {
                    if (error == null) {
                        whole.complete(bytes);
                    } else {
                        whole.completeExceptionally(error instanceof TimeoutException ? silent() : error);
                    }
                }));
        return whole.orTimeout(bounds.bodyTime().toMillis(), TimeUnit.MILLISECONDS)
                .handle((bytes, error) -> {
                    if (error != null) {
                        throw refusal(error, most);
                    }
                    coming.here(bytes);
                    return null;
                });
    }

    private Refusal refusal(Throwable error, int most) {
        Throwable why = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (why instanceof Refusal told) {
            return told;
        }
        if (why instanceof IllegalStateException || why.getCause() instanceof IllegalStateException) {
            return tooLarge(most);
        }
        if (why instanceof TimeoutException) {
            long seconds = bounds.bodyTime().toSeconds();
            return new Refusal(408, "slow_body", null, "the request's body was not here within " + seconds + " s");
        }
        return new Refusal(400, "body", null, "the request's body ended early");
    }

    private Refusal silent() {
        long seconds = bounds.silence().toSeconds();
        return new Refusal(408, "slow_body", null, "nothing more of the request's body came for " + seconds + " s");
    }

    private static Refusal tooLarge(int most) {
        return new Refusal(413, "too_large", null, "a body of more than " + most + " bytes, which are the most here");
    }

    private static boolean rejected(Throwable error) {
        return error instanceof RejectedExecutionException || error.getCause() instanceof RejectedExecutionException;
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
