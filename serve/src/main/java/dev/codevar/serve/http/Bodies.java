package dev.codevar.serve.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads bodies without a thread that waits for them, however slowly they come, and has them worked on by a few threads: few large ones at a
 * time, so that they fit into memory.
 */
final class Bodies implements AutoCloseable {
    /** Options take less by far. */
    private static final int MOST_SMALL_BYTES = 256 << 10;
    /** Each takes five times its size while it is taken apart. */
    private static final int MOST_LARGE = 3;

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 4096;

    private final int mostBytes;
    private final Semaphore large = new Semaphore(MOST_LARGE);
    private final ThreadPoolExecutor hands = new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(task, "codevar-hands");
                thread.setDaemon(true);
                return thread;
            });

    /**
     * @param mostBytes how large a body with pictures may be
     */
    Bodies(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Reads a request's body, and goes on with {@code then} on a thread that may wait.
     *
     * @return is completed with true after that; with what went wrong, if anything did
     */
    CompletableFuture<Boolean> read(WebExchange exchange, Routes.Body body, Runnable then) {
        int most = body == Routes.Body.PICTURES ? mostBytes : Math.min(MOST_SMALL_BYTES, mostBytes);
        long length = exchange.length();
        boolean slot = body == Routes.Body.PICTURES && (length < 0 || length > MOST_SMALL_BYTES) && length <= most;
        if (slot && !large.tryAcquire()) {
            return CompletableFuture.failedFuture(new Refusal(
                    429, "too_many_uploads", null, MOST_LARGE + " large uploads are on their way: ask again"));
        }
        CompletableFuture<Void> done;
        try {
            done = exchange.read(most).thenRunAsync(then, hands);
        } catch (RejectedExecutionException busy) {
            done = CompletableFuture.failedFuture(busy);
        }
        return done.handle((nothing, error) -> {
            if (slot) {
                large.release();
            }
            if (error != null) {
                throw rejected(error) ? new CompletionException(busy()) : new CompletionException(error);
            }
            return true;
        });
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
