package dev.codevar.queue;

import dev.codevar.fault.EngineClosedException;
import dev.codevar.fault.QueueFullException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Jobs of many callers, in one line a kind. Kinds take turns by the units that they were served: the one that had fewest comes next,
 * and of those the one that waits longest. A kind that comes anew counts as if it had been served as much as the last that had its
 * turn: it neither waits for what it missed nor makes up for it. For any number of threads; its lock is its own monitor.
 */
public final class JobQueue {
    private final int mostJobs;
    private final Map<Kind<?>, Line<?>> lines = new LinkedHashMap<>();
    private long arrivals;
    private long served;
    private int jobs;
    private boolean refusing;
    private boolean closed;
    private boolean busy;

    /**
     * @param mostJobs how many jobs may wait at most
     */
    public JobQueue(int mostJobs) {
        this.mostJobs = mostJobs;
    }

    /**
     * Adds a job.
     *
     * @throws QueueFullException if as many wait as may
     * @throws EngineClosedException if no more are taken
     */
    public synchronized <J extends Job> void add(Kind<J> kind, J job) {
        if (refusing) {
            throw new EngineClosedException();
        }
        if (jobs >= mostJobs) {
            throw new QueueFullException(mostJobs);
        }
        join(kind, job);
    }

    /**
     * Adds a job that is the owner's own: it finds room always, and is still taken while others are refused.
     *
     * @throws EngineClosedException if the queue is closed
     */
    public synchronized <J extends Job> void addOwn(Kind<J> kind, J job) {
        if (closed) {
            throw new EngineClosedException();
        }
        join(kind, job);
    }

    private <J extends Job> void join(Kind<J> kind, J job) {
        Line<J> line = line(kind);
        job.arrival = arrivals++;
        job.line = line;
        jobs++;
        line.join(job);
        notifyAll();
    }

    // The line of a kind is made for that kind alone, below.
    @SuppressWarnings("unchecked")
    private <J extends Job> Line<J> line(Kind<J> kind) {
        return (Line<J>) lines.computeIfAbsent(kind, unused -> new Line<>(this, kind, served));
    }

    /**
     * Waits for work. For the one thread that works: asking again says that it is done with what it had.
     *
     * @return the line to be served next; empty after {@link #close}
     */
    public synchronized Optional<Line<?>> next() {
        busy = false;
        notifyAll();
        while (lines.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Closing alone ends the thread: an interrupt is not for the queue.
            }
        }
        Optional<Line<?>> next = lines.values().stream()
                .min(Comparator.<Line<?>>comparingLong(line -> line.served).thenComparingLong(Line::arrival));
        next.ifPresent(line -> {
            served = Math.max(served, line.served);
            busy = true;
        });
        return next;
    }

    /** Takes a job out of its line, if it is in one: what is left of it need not be done. */
    public synchronized void remove(Job job) {
        Line<?> line = job.line;
        if (line != null) {
            line.leave(job);
            left(job);
            forgetIfEmpty(line);
        }
    }

    /** {@return how many jobs came before this one and are not begun either; 0 once it is} */
    public synchronized int ahead(Job job) {
        return job.line == null || job.taken > 0
                ? 0
                : lines.values().stream()
                        .mapToInt(line -> line.aheadOf(job.arrival))
                        .sum();
    }

    /** {@return how many jobs have units that wait} */
    public synchronized int jobs() {
        return jobs;
    }

    /** {@return per kind, how many units wait} */
    public synchronized Map<Kind<?>, Long> units() {
        Map<Kind<?>, Long> units = new LinkedHashMap<>();
        lines.forEach((kind, line) -> units.put(kind, line.units()));
        return units;
    }

    /** Takes no more jobs, and waits until all that there are have been served. */
    public synchronized void drain() throws InterruptedException {
        refusing = true;
        while (busy || !lines.isEmpty()) {
            wait();
        }
    }

    /**
     * Takes all jobs of an owner out of their lines.
     *
     * @return those, which have to be failed
     */
    public List<Job> removeAll(Object owner) {
        return removeAll(line -> line.kind().owner().equals(owner));
    }

    private synchronized List<Job> removeAll(Predicate<Line<?>> which) {
        List<Job> rest = new ArrayList<>();
        lines.values().removeIf(line -> {
            boolean removed = which.test(line);
            if (removed) {
                rest.addAll(line.jobs());
                // Whoever has the line at hand finds nobody in it.
                line.clear();
            }
            return removed;
        });
        rest.forEach(this::left);
        notifyAll();
        return List.copyOf(rest);
    }

    /**
     * Takes no more jobs, and ends those that wait, begun or not.
     *
     * @return those, which have to be failed
     */
    public synchronized List<Job> close() {
        refusing = true;
        closed = true;
        return removeAll(line -> true);
    }

    void left(Job job) {
        job.line = null;
        jobs--;
    }

    void forgetIfEmpty(Line<?> line) {
        if (line.isEmpty()) {
            // A kind that comes back starts where it was: else one that is always new would always be next.
            served = Math.max(served, line.served);
            lines.remove(line.kind(), line);
            notifyAll();
        }
    }
}
