package dev.codevar.cluster.drive;

import dev.codevar.cluster.draw.TaskAnswer;
import dev.codevar.sampling.SampleProgress;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What was done for a run, as the driver sees it. */
public final class Counters extends SparkListener {
    /** Of a run for which nothing was done. */
    static final Counters NONE = new Counters();

    private final SampleProgress progress;
    private final int total;
    private final Map<String, Drawn> byExecutor = new TreeMap<>();
    private int pictures;
    private int done;
    private int surplus;
    private int failed;
    private int lost;
    private int executors;

    /**
     * What an executor drew.
     *
     * @param pictures how many pictures that count
     * @param secondsDrawing how long drawing them took
     * @param seconds how long its tasks took
     */
    public record Drawn(int pictures, double secondsDrawing, double seconds) {
        private Drawn plus(TaskAnswer answer) {
            return new Drawn(
                    pictures + answer.pictures(), secondsDrawing + answer.secondsDrawing(), seconds + answer.seconds());
        }
    }

    private Counters() {
        this.progress = (task, at, of) -> {};
        this.total = 0;
    }

    Counters(Ledger ledger, SampleProgress progress, int total) {
        this.progress = progress;
        this.total = total;
        this.done = ledger.pictures();
    }

    synchronized void count(TaskAnswer answer, boolean accepted) {
        if (!accepted) {
            surplus++;
            return;
        }
        byExecutor.merge(
                answer.executor() + " on " + answer.host(),
                new Drawn(0, 0, 0).plus(answer),
                (before, now) -> before.plus(answer));
        pictures += answer.pictures();
        done += answer.pictures();
        progress.at("drawing", done, total);
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof TaskFailedReason) {
            failed++;
        }
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
        executors++;
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        lost++;
    }

    /** {@return how many executors there have been} */
    public synchronized int executors() {
        return executors;
    }

    /** {@return how many pictures that count were drawn} */
    public synchronized int pictures() {
        return pictures;
    }

    /** {@return how many attempts failed, were killed, or came after another} */
    public synchronized int failed() {
        return failed;
    }

    /** {@return how many answers came for blocks that had a part already} */
    public synchronized int surplus() {
        return surplus;
    }

    /** {@return how many executors went away} */
    public synchronized int lost() {
        return lost;
    }

    /** {@return what each executor drew, by its name and host} */
    public synchronized Map<String, Drawn> byExecutor() {
        return new TreeMap<>(byExecutor);
    }
}
