package dev.codevar.cluster.drive;

import dev.codevar.cluster.task.MadePart;
import dev.codevar.cluster.task.TaskAnswer;
import dev.codevar.sampling.SampleProgress;
import dev.codevar.sampling.parts.RunTimes;
import java.util.ArrayList;
import java.util.List;
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
    private final Map<String, List<RunTimes.Task>> tasks = new TreeMap<>();
    private final long began = System.nanoTime();
    private long firstStart;
    private long lastEnd;
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
        tasks.computeIfAbsent(answer.executor() + " on " + answer.host(), name -> new ArrayList<>())
                .add(new RunTimes.Task(made.pictures(), answer.seconds()));
        lastEnd = System.nanoTime();
        pictures += made.pictures();
        done += made.pictures();
        progress.at(work, done, total);
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        executors.add(start.taskInfo().executorId());
        if (firstStart == 0) {
            firstStart = System.nanoTime();
        }
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
        if (tasks.isEmpty() || firstStart == 0) {
            return Optional.empty();
        }
        return Optional.of(new RunTimes(
                RunTimes.FORMAT,
                maker,
                (firstStart - began) * 1e-9,
                (lastEnd - firstStart) * 1e-9,
                (System.nanoTime() - lastEnd) * 1e-9,
                tasks.entrySet().stream()
                        .map(each -> new RunTimes.Executor(each.getKey(), each.getValue()))
                        .toList()));
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
