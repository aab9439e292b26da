package dev.codevar.cluster;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.sampling.SampleProgress;
import java.io.PrintWriter;
import java.time.Duration;

/** A line now and then of how far a job is. */
final class ProgressLines implements SampleProgress, EvaluationProgress, AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(20);

    private final PrintWriter to;
    private long last = System.nanoTime();
    private String task = "";
    private long since = last;
    private long first;

    ProgressLines(PrintWriter to) {
        this.to = to;
    }

    @Override
    public synchronized void at(String what, long done, long total) {
        long now = System.nanoTime();
        if (!what.equals(task)) {
            task = what;
            since = now;
            first = done;
        }
        if (now - last < BETWEEN.toNanos()) {
            return;
        }
        last = now;
        double seconds = (now - since) * 1e-9;
        String left = done > first && done < total
                ? ", about " + Math.round(seconds * (total - done) / (done - first)) + " s left"
                : "";
        to.println("codevar: " + what + ": " + done + " of " + total + " pictures" + left);
    }

    @Override
    public synchronized void note(String line) {
        to.println("codevar: " + line);
    }

    @Override
    public void close() {
        to.flush();
    }
}
