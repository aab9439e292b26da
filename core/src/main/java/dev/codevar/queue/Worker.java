package dev.codevar.queue;

import dev.codevar.fault.EngineClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one thread that serves a queue, and what others need of it. */
public final class Worker implements Executor {
    private static final long KEPT_SECONDS = 10;
    private static final ScheduledThreadPoolExecutor RESULTS = results();

    private final JobQueue queue;
    private final Thread thread;
    private final List<Runnable> outcomes = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

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
    private static ScheduledThreadPoolExecutor results() {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "codevar-results");
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
            last.run();
        } finally {
            ended.countDown();
        }
    }

    private <J extends Job> void serve(Line<J> line, Consumer<Runnable> around) {
        try {
            around.accept(() -> line.kind().serve(line));
        } catch (RuntimeException | Error e) {
            for (J job : line.jobs()) {
                queue.remove(job);
                job.fail(e);
            }
        }
        outcomes.forEach(RESULTS::execute);
        outcomes.clear();
    }

    /**
     * Tells of a result, on a thread that does nothing else: of what was made in a turn when the turn is over, and with it what it took.
     */
    @Override
    public void execute(Runnable outcome) {
        if (isCurrent()) {
            outcomes.add(outcome);
        } else {
            RESULTS.execute(outcome);
        }
    }

    /** {@return what runs tasks later, on the thread that tells of results} */
    public ScheduledExecutorService later() {
        return RESULTS;
    }

    /** Has a task done that belongs to nobody, and waits. */
    public <T> T call(Supplier<T> task) {
        Call<T> call = new Call<>(task, this);
        queue.addOwn(call, call);
        return await(call.result(), () -> queue.remove(call));
    }

    /**
     * Waits for what this thread makes.
     *
     * @param stop run if the waiting thread is interrupted: it should make this thread end early
     * @return what was made; what ended it is thrown
     * @throws CancellationException if the waiting thread is interrupted
     * @throws IllegalStateException on this thread, which would wait for itself
     */
    public <T> T await(CompletableFuture<T> result, Runnable stop) {
        requireOther();
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (CancellationException e) {
            // Some versions of Java wrap what the future was cancelled with.
            throw e.getCause() instanceof CancellationException said ? said : e;
        } catch (InterruptedException e) {
            stop.run();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for pictures");
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable why) {
        if (why instanceof Error error) {
            throw error;
        }
        return why instanceof RuntimeException failure ? failure : new CompletionException(why);
    }

    /** {@return whether this is the thread} */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** @throws IllegalStateException on this thread */
    public void requireOther() {
        if (isCurrent()) {
            throw new IllegalStateException(
                    "an observer cannot wait for more: the thread that would do it is calling it");
        }
    }

    /** Ends what waits with an {@link EngineClosedException}, and returns when the turn at work is over and the thread has ended. */
    public void close() {
        queue.close().forEach(job -> job.fail(new EngineClosedException()));
        if (isCurrent()) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
