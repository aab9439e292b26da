package dev.codevar.queue;

import dev.codevar.fault.EngineClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one thread that serves a queue, and what others need of it. */
public final class Worker {
    private static final long KEPT_SECONDS = 10;
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    private final JobQueue queue;
    private final Thread thread;
    private final List<Runnable> outcomes = new ArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /**
     * Starts the thread.
     *
     * @param queue what it serves, until that is closed
     * @param name its name
     * @param around runs each turn: it may set up what the turn needs
     * @param last what it does in the end
     */
    public Worker(JobQueue queue, String name, Consumer<Runnable> around, Runnable last) {
        this.queue = queue;
        thread = new Thread(() -> work(around, last), name);
        thread.setDaemon(true);
        thread.start();
    }

    /** For all workers; its thread ends when there is nothing to do. */
    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "codevar-deadlines");
            made.setDaemon(true);
            return made;
        });
        one.setKeepAliveTime(KEPT_SECONDS, TimeUnit.SECONDS);
        one.allowCoreThreadTimeOut(true);
        one.setRemoveOnCancelPolicy(true);
        return one;
    }

    private void work(Consumer<Runnable> around, Runnable last) {
        try {
            for (Optional<Line<?>> line = queue.next(); line.isPresent(); line = queue.next()) {
                serve(line.get(), around);
            }
        } finally {
            try {
                // Whatever brought it here, nobody waits for ever.
                queue.close().forEach(job -> job.fail(new EngineClosedException()));
                tellOutcomes();
                last.run();
            } finally {
                ended.complete(null);
            }
        }
    }

    /** What an observer threw may be any Throwable: other languages know no checked exceptions. */
    private <J extends Job> void serve(Line<J> line, Consumer<Runnable> around) {
        try {
            around.accept(() -> line.kind().serve(line));
        } catch (Throwable e) {
            for (J job : line.jobs()) {
                queue.remove(job);
                job.fail(e);
            }
        }
        tellOutcomes();
    }

    private void tellOutcomes() {
        outcomes.forEach(Runnable::run);
        outcomes.clear();
    }

    /** Does what makes a result known: of what was made in a turn when the turn is over, and with it what it took. */
    void afterTurn(Runnable outcome) {
        if (isCurrent()) {
            outcomes.add(outcome);
        } else {
            outcome.run();
        }
    }

    JobQueue queue() {
        return queue;
    }

    /** {@return the task that is done after some time, which may be cancelled until then; it must not wait} */
    public Future<?> later(Duration time, Runnable task) {
        Duration legal = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        return ALARMS.schedule(task, legal.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Has a task done that belongs to nobody, and waits. */
    public <T> T call(Supplier<T> task) {
        requireOther();
        return handIn(task).await();
    }

    /** As {@link #call}, but an interrupt does not end the waiting; on this thread it does not wait. */
    public <T> void callInAnyCase(Supplier<T> task) {
        Call<T> call = handIn(task);
        if (!isCurrent()) {
            Throwable why = awaitInAnyCase(call.outcome());
            if (why != null) {
                throw rethrown(why);
            }
        }
    }

    private <T> Call<T> handIn(Supplier<T> task) {
        Call<T> call = new Call<>(task, this);
        queue.addOwn(call, call);
        return call;
    }

    /** {@return what was made; what ended it is thrown} */
    <T> T await(CompletableFuture<T> outcome, Consumer<Throwable> stop) {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (CancellationException e) {
            // Some versions of Java wrap what the future was cancelled with.
            throw e.getCause() instanceof CancellationException said ? said : e;
        } catch (InterruptedException e) {
            CancellationException interrupted = new CancellationException("interrupted while waiting for pictures");
            stop.accept(interrupted);
            Thread.currentThread().interrupt();
            throw interrupted;
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable why) {
        if (why instanceof Error error) {
            throw error;
        }
        return why instanceof RuntimeException failure ? failure : new CompletionException(why);
    }

    private boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** @throws IllegalStateException on this thread */
    public void requireOther() {
        if (isCurrent()) {
            throw new IllegalStateException(
                    "an observer cannot wait for more: the thread that would do it is calling it");
        }
    }

    /**
     * Ends what waits with an {@link EngineClosedException}, and returns when the turn at work is over and the thread has ended, whether
     * the caller is interrupted or not. On this thread it does not wait.
     */
    public void close() {
        queue.close().forEach(job -> job.fail(new EngineClosedException()));
        if (!isCurrent()) {
            awaitInAnyCase(ended);
        }
    }

    /** {@return what ended it, once something has; null if that is its result} An interrupt does not end the waiting. */
    private static @Nullable Throwable awaitInAnyCase(CompletableFuture<?> outcome) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    outcome.get();
                    return null;
                } catch (ExecutionException e) {
                    return e.getCause();
                } catch (CancellationException e) {
                    return e;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
