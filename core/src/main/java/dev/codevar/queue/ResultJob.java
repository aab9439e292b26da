package dev.codevar.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A job that ends once, with a result or with what went wrong, and leaves its line then.
 *
 * @param <T> the result
 */
public abstract class ResultJob<T> extends Job {
    /** Dependents of results run here: as many at a time as there are, so that none waits for another, or keeps work from going on. */
    private static final ExecutorService DEPENDENTS = Executors.newCachedThreadPool(task -> {
        Thread made = new Thread(task, "codevar-result");
        made.setDaemon(true);
        return made;
    });

    private final Worker worker;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    // By this object's monitor.
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean ended;

    /**
     * @param units how many units, at least 1
     * @param worker does it
     */
    protected ResultJob(int units, Worker worker) {
        super(units);
        this.worker = worker;
        onEnd(() -> worker.queue().remove(this));
    }

    /** {@return whether nobody waits for it any more} */
    public synchronized boolean ended() {
        return ended;
    }

    /** Has something done when the job ends, or at once if it has ended. */
    public final void onEnd(Runnable task) {
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
            worker.afterTurn(() -> outcome.complete(made));
        }
        return first;
    }

    /** {@return whether it had not ended yet: then this is told to who waits} */
    protected boolean endWith(Throwable why) {
        boolean first = end();
        if (first) {
            worker.afterTurn(() -> outcome.completeExceptionally(why));
        }
        return first;
    }

    @Override
    public void fail(Throwable why) {
        endWith(why);
    }

    /** {@return whether its result is there, or what went wrong} */
    public boolean isDone() {
        return outcome.isDone();
    }

    /** Returns when whoever watches the job is told nothing any more, if somebody does. */
    protected void awaitSilence() {}

    /** {@return what comes of it, in a future of the caller's own, whose dependents may take their time} */
    public CompletableFuture<T> result() {
        CompletableFuture<T> own = new CompletableFuture<>();
        CompletableFuture<?> unused = outcome.whenCompleteAsync(
                (made, why) -> {
                    awaitSilence();
                    if (why == null) {
                        own.complete(made);
                    } else {
                        own.completeExceptionally(why);
                    }
                },
                DEPENDENTS);
        return own;
    }

    /** {@return the future that has no dependents but those of its own package} */
    CompletableFuture<T> outcome() {
        return outcome;
    }

    /**
     * Waits for the result; an interrupt ends the job.
     *
     * @return the result; what ended it is thrown
     * @throws java.util.concurrent.CancellationException if the waiting thread is interrupted
     * @throws IllegalStateException on the thread that works, which would wait for itself
     */
    public T await() {
        worker.requireOther();
        try {
            return worker.await(outcome, this::fail);
        } finally {
            awaitSilence();
        }
    }
}
