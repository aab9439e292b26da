package dev.codevar.cluster.drive;

import dev.codevar.sampling.parts.RunTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long tasks took, by the driver's clock. An executor's first task takes from when it was given out, later ones from the end of the
 * one before: so tasks that are at work at once in slots of an executor, which draws one at a time, share its time.
 */
final class TaskTimes {
    private final LongSupplier clock;
    private final Map<String, List<RunTimes.Task>> tasks = new TreeMap<>();
    private final Map<String, Long> free = new TreeMap<>();
    private final long began;
    private @Nullable Long firstStart;
    private long lastEnd;

    /** @param clock nanoseconds since whenever */
    TaskTimes(LongSupplier clock) {
        this.clock = clock;
        this.began = clock.getAsLong();
    }

    /** Hears that a task was given to an executor. */
    void started(String executor) {
        long now = clock.getAsLong();
        free.putIfAbsent(executor, now);
        if (firstStart == null) {
            firstStart = now;
        }
    }

    /**
     * Hears that a task is done that counts.
     *
     * @param host where the executor is, for people
     * @param pictures how many pictures it drew
     * @param seconds how long the executor says it took
     */
    void ended(String executor, String host, int pictures, double seconds) {
        lastEnd = clock.getAsLong();
        // Spark says with some delay what was given out.
        long since = free.getOrDefault(executor, lastEnd - (long) (seconds * 1e9));
        free.put(executor, lastEnd);
        tasks.computeIfAbsent(executor + " on " + host, name -> new ArrayList<>())
                .add(new RunTimes.Task(pictures, (lastEnd - since) * 1e-9));
    }

    /**
     * {@return how long it took until now; empty if no task counted}
     *
     * @param maker what drew, for people
     */
    Optional<RunTimes> until(String maker) {
        Long first = firstStart;
        if (tasks.isEmpty() || first == null) {
            return Optional.empty();
        }
        return Optional.of(new RunTimes(
                RunTimes.FORMAT,
                maker,
                (first - began) * 1e-9,
                (lastEnd - first) * 1e-9,
                (clock.getAsLong() - lastEnd) * 1e-9,
                tasks.entrySet().stream()
                        .map(each -> new RunTimes.Executor(each.getKey(), each.getValue()))
                        .toList()));
    }
}
