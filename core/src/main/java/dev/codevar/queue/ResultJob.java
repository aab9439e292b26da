package dev.codevar.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A job that ends once, with a result or with what went wrong.
 *
 * @param <T> the result
 */
public abstract class ResultJob<T> extends Job {
    private final Executor results;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    // By this object's monitor.
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean ended;

    /**
     * @param units how many units, at least 1
     * @param results where those are told who wait for the result
     */
    protected ResultJob(int units, Executor results) {
        super(units);
        this.results = results;
    }

    /** {@return what will come of it} */
    public CompletableFuture<T> result() {
        return result;
    }

    /** {@return whether nobody waits for it any more} */
    public synchronized boolean ended() {
        return ended;
    }

    /** Has something done when the job ends, or at once if it has ended. */
    public void onEnd(Runnable task) {
        synchronized (this) {
            if (!ended) {
                atEnd.add(task);
                return;
            }
        }
        task.run();
    }

    /** {@return whether it had not ended yet} From now on it has, and nobody is told. */
    public boolean end() {
        List<Runnable> tasks;
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
            tasks = List.copyOf(atEnd);
        }
        tasks.forEach(Runnable::run);
        return true;
    }

    /** {@return whether it had not ended yet: then this is its result} */
    protected boolean complete(T made) {
        boolean first = end();
        if (first) {
            results.execute(() -> result.complete(made));
        }
        return first;
    }

    /** {@return whether it had not ended yet: then this is told to who waits} */
    protected boolean endWith(Throwable why) {
        boolean first = end();
        if (first) {
            results.execute(() -> result.completeExceptionally(why));
        }
        return first;
    }

    @Override
    public void fail(Throwable why) {
        endWith(why);
    }
}
