package dev.codevar.serve.http;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Repeats small things now and then, on a thread of its own. */
public final class Ticker implements AutoCloseable {
    private final Duration every;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "codevar-ticker");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param every how often
     */
    public Ticker(Duration every) {
        this.every = every;
    }

    /** {@return what ends the repetition of {@code task}} */
    public Future<?> repeat(Runnable task) {
        return timer.scheduleAtFixedRate(task, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
