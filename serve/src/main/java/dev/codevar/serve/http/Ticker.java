package dev.codevar.serve.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats small things now and then, all in one go, on a thread of its own: thousands of them wake it no more often than one does. */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Set<Repeated> all = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "codevar-ticker");
        thread.setDaemon(true);
        return thread;
    });

    /** Something that is repeated. */
    public final class Repeated {
        private final Runnable task;

        private Repeated(Runnable task) {
            this.task = task;
        }

        /** From now on it is not. */
        public void cancel() {
            all.remove(this);
        }

        private void run() {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // What is thrown out of here would end all repetitions for good.
                LOG.error("what is repeated failed", e);
            }
        }
    }

    /**
     * @param every how often
     */
    public Ticker(Duration every) {
        long millis = every.toMillis();
        Future<?> unused =
                timer.scheduleAtFixedRate(() -> all.forEach(Repeated::run), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** {@return what ends the repetition of {@code task}} */
    public Repeated repeat(Runnable task) {
        Repeated repeated = new Repeated(task);
        all.add(repeated);
        return repeated;
    }

    /** Repeats {@code task} for as long as this runs. */
    public void always(Runnable task) {
        all.add(new Repeated(task));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
