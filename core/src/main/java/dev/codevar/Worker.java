package dev.codevar;

import dev.codevar.tensor.Scoped;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that computes for a {@link CoDe}: libtorch's modes and scopes belong to a thread, and its own threads pay only
 * when one computation has them all.
 */
final class Worker {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(this::create);
    private volatile @Nullable Thread created;

    private Thread create(Runnable task) {
        Thread one = new Thread(task, "codevar");
        one.setDaemon(true);
        created = one;
        return one;
    }

    /**
     * Runs {@code task} on the thread, without recording gradients, and frees its temporaries.
     *
     * @param stop run if the waiting thread is interrupted: it should make the task end early
     */
    <T> T call(Supplier<T> task, Runnable stop) {
        Future<T> future = submit(() -> Scoped.inference(task));
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            future.cancel(false);
            stop.run();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for pictures");
        }
    }

    private <T> Future<T> submit(Callable<T> task) {
        if (Thread.currentThread() == created) {
            throw new IllegalStateException(
                    "an observer cannot ask for more: the thread that would do it is calling it");
        }
        synchronized (thread) {
            if (thread.isShutdown()) {
                throw new IllegalStateException("the models are closed");
            }
            return thread.submit(task);
        }
    }

    /** Runs {@code last} after everything that was submitted, then ends the thread. */
    void close(Runnable last) {
        Future<?> closed;
        synchronized (thread) {
            if (thread.isShutdown()) {
                return;
            }
            closed = submit(Executors.callable(last));
            thread.shutdown();
        }
        try {
            closed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
