package dev.codevar.cluster.drive;

import dev.codevar.cluster.task.MadePart;
import dev.codevar.cluster.task.TaskAnswer;
import dev.codevar.sampling.SampleProgress;
import dev.codevar.sampling.parts.RunTimes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** What was done for a run, as the driver sees it. */
public final class Counters extends SparkListener {
    /** Of a run for which nothing was done. */
    static final Counters NONE = new Counters((task, done, total) -> {});

    private final SampleProgress progress;
    private final Map<String, Drawn> byExecutor = new TreeMap<>();
    private final TaskTimes times = new TaskTimes(System::nanoTime);
    private String work = "";
    private int total;
    private int pictures;
    private int done;
    private int surplus;
    private int failed;
    private int lost;
    /** Those that have shown themselves: some came before anybody listened. */
    private final Set<String> executors = new TreeSet<>();

    /**
     * What an executor did.
     *
     * @param pictures how many pictures that count
     * @param secondsDrawing how long these took without writing and waiting
     * @param seconds how long its tasks took
     */
    public record Drawn(int pictures, double secondsDrawing, double seconds) {
        private Drawn plus(TaskAnswer answer, MadePart made) {
            return new Drawn(
                    pictures + made.pictures(), secondsDrawing + made.secondsAtWork(), seconds + answer.seconds());
        }
    }

    /** @param progress told how far it is */
    Counters(SampleProgress progress) {
        this.progress = progress;
    }

    /**
     * Says what is done from here on.
     *
     * @param task what it is
     * @param already for how many pictures it is done
     * @param all for how many it will be
     */
    synchronized void begin(String task, int already, int all) {
        work = task;
        done = already;
        total = all;
    }

    synchronized void count(TaskAnswer answer, MadePart made, boolean accepted) {
        if (!accepted) {
            surplus++;
            return;
        }
        byExecutor.merge(
                answer.executor() + " on " + answer.host(),
                new Drawn(0, 0, 0).plus(answer, made),
                (before, now) -> before.plus(answer, made));
        times.ended(answer.executor(), answer.host(), made.pictures(), answer.seconds());
        pictures += made.pictures();
        done += made.pictures();
        progress.at(work, done, total);
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        executors.add(start.taskInfo().executorId());
        times.started(start.taskInfo().executorId());
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        if (end.reason() instanceof TaskFailedReason) {
            failed++;
        }
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
        executors.add(added.executorId());
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        executors.remove(removed.executorId());
        lost++;
    }

    /**
     * {@return how long it took until now; empty if no task counted}
     *
     * @param maker what drew, for people
     */
    synchronized Optional<RunTimes> times(String maker) {
        return times.until(maker);
    }

    /** {@return how many executors there are} */
    public synchronized int executors() {
        return executors.size();
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
