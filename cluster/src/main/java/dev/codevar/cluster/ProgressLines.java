package dev.codevar.cluster;

import dev.codevar.sampling.SampleProgress;
import java.io.PrintWriter;
import java.time.Duration;

/** A line now and then of how far a job is. */
final class ProgressLines implements SampleProgress, AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(20);

    private final PrintWriter to;
    private final long began = System.nanoTime();
    private long last = began;
    private long first = -1;

    ProgressLines(PrintWriter to) {
        this.to = to;
    }

    @Override
    public synchronized void at(String task, long done, long total) {
        long now = System.nanoTime();
        if (first < 0) {
            first = done;
        }
        if (now - last < BETWEEN.toNanos()) {
            return;
        }
        last = now;
        double seconds = (now - began) * 1e-9;
        String left = done > first && done < total
                ? ", about " + Math.round(seconds * (total - done) / (done - first)) + " s left"
                : "";
        to.println("codevar: " + task + ": " + done + " of " + total + " pictures" + left);
    }

    @Override
    public void close() {
        to.flush();
    }
}
