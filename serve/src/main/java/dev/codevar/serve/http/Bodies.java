package dev.codevar.serve.http;

import dev.codevar.serve.fields.Refusal;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    /** Options take less by far. */
    private static final int MOST_SMALL_BYTES = 256 << 10;

    /** As much as a head: where the number of connections is bounded these are too. */
    private static final int UNCOUNTED_BYTES = 16 << 10;

    private static final int MOST_SMALL = 256;

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 4096;

    private final BodyBounds bounds;
    private final Semaphore large;
    private final Semaphore small = new Semaphore(MOST_SMALL);
    private final ThreadPoolExecutor hands = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "codevar-hands");
                thread.setDaemon(true);
                return thread;
            });

    Bodies(BodyBounds bounds) {
        this.bounds = bounds;
        this.large = new Semaphore(bounds.large());
    }

    /**
     * Reads a request's body, and goes on with {@code then} on a thread that may wait.
     *
     * @return is completed with true after that; with what went wrong, if anything did
     */
    CompletableFuture<Boolean> read(WebExchange exchange, Routes.Body body, Runnable then) {
        int most = body == Routes.Body.PICTURES ? bounds.bytes() : Math.min(MOST_SMALL_BYTES, bounds.bytes());
        RequestBody coming = exchange.requestBody();
        if (coming.length() > most) {
            return CompletableFuture.failedFuture(tooLarge(most));
        }
        Optional<Semaphore> places = places(coming.length(), most);
        if (places.isPresent() && !places.get().tryAcquire()) {
            return CompletableFuture.failedFuture(new Refusal(
                    429, "too_many_uploads", null, "as many large uploads as may be are on their way: ask again"));
        }
        CompletableFuture<Void> done;
        try {
            done = fetch(coming, most).thenRunAsync(then, hands);
        } catch (RejectedExecutionException busy) {
            done = CompletableFuture.failedFuture(busy);
        }
        return done.handle((nothing, error) -> {
            coming.forget();
            places.ifPresent(Semaphore::release);
            if (error != null) {
                throw rejected(error) ? new CompletionException(busy()) : new CompletionException(error);
            }
            return true;
        });
    }

    /**
     * {@return those of which this body needs one}
     *
     * @param length -1 if it may have any, up to {@code most}
     */
    private Optional<Semaphore> places(long length, int most) {
        long expected = length < 0 ? most : length;
        if (expected > MOST_SMALL_BYTES) {
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
                        whole.completeExceptionally(error);
                    }
                }));
        return whole.orTimeout(bounds.time().toMillis(), TimeUnit.MILLISECONDS).handle((bytes, error) -> {
            if (error != null) {
                throw refusal(error, most);
            }
            coming.here(bytes);
            return null;
        });
    }

    private Refusal refusal(Throwable error, int most) {
        Throwable why = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (why instanceof IllegalStateException || why.getCause() instanceof IllegalStateException) {
            return tooLarge(most);
        }
        if (why instanceof TimeoutException) {
            long seconds = bounds.time().toSeconds();
            return new Refusal(408, "slow_body", null, "the request's body was not here within " + seconds + " s");
        }
        return new Refusal(400, "body", null, "the request's body ended early");
    }

    private static Refusal tooLarge(int most) {
        return new Refusal(413, "too_large", null, "a body of more than " + most + " bytes, which are the most here");
    }

    private static boolean rejected(Throwable error) {
        return error instanceof RejectedExecutionException || error.getCause() instanceof RejectedExecutionException;
    }

    private static Refusal busy() {
        return new Refusal(503, "busy", null, MOST_WAITING + " requests wait to be read: ask again");
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
