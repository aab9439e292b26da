package dev.codevar.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs of one kind that wait.
 *
 * @param <J> the jobs
 */
public final class Line<J extends Job> {
    private final JobQueue queue;
    private final Kind<J> kind;
    private final Deque<J> jobs = new ArrayDeque<>();
    /** Units served so far, counted from what the queue had served when the line formed. */
    long served;

    Line(JobQueue queue, Kind<J> kind, long served) {
        this.queue = queue;
        this.kind = kind;
        this.served = served;
    }

    /** {@return the kind} */
    public Kind<J> kind() {
        return kind;
    }

    /** {@return the jobs with units that nobody has taken, the next to be served first} */
    public List<J> jobs() {
        synchronized (queue) {
            return List.copyOf(jobs);
        }
    }

    /**
     * Takes units for one batch: one of each job in turn, and again, until there are enough or none is left. Jobs of which some
     * remain go to the end of the line.
     *
     * @param most how many units at most, at least 1
     * @param known of these jobs alone, the ones that {@link #jobs} told of: others may have come since
     * @return the portions, one a job; empty if all jobs were taken out meanwhile
     */
    public List<Portion<J>> take(int most, Collection<J> known) {
        synchronized (queue) {
            return portions(turns(most, new HashSet<>(known)));
        }
    }

    /** As {@link #take(int, Collection)}, of all jobs. */
    public List<Portion<J>> take(int most) {
        synchronized (queue) {
            return take(most, jobs);
        }
    }

    /**
     * Takes units of the next job alone.
     *
     * @param most how many at most, at least 1
     * @return the portion; empty if all jobs were taken out meanwhile
     */
    public List<Portion<J>> takeNext(int most) {
        synchronized (queue) {
            J next = jobs.peekFirst();
            return next == null ? List.of() : portions(Map.of(next, Math.min(most, next.units() - next.taken)));
        }
    }

    private Map<J, Integer> turns(int most, Collection<J> of) {
        Map<J, Integer> turns = new LinkedHashMap<>();
        List<J> those = jobs.stream().filter(of::contains).toList();
        int left = most;
        boolean any = true;
        while (left > 0 && any) {
            any = false;
            for (J job : those) {
                int had = turns.getOrDefault(job, 0);
                if (left > 0 && job.taken + had < job.units()) {
                    turns.put(job, had + 1);
                    left--;
                    any = true;
                }
            }
        }
        return turns;
    }

    private List<Portion<J>> portions(Map<J, Integer> turns) {
        List<Portion<J>> portions = new ArrayList<>();
        turns.forEach((job, count) -> {
            portions.add(new Portion<>(job, job.taken, count));
            job.taken += count;
            served += count;
            jobs.remove(job);
            if (job.taken < job.units()) {
                jobs.addLast(job);
            } else {
                queue.left(job);
            }
        });
        queue.forgetIfEmpty(this);
        return List.copyOf(portions);
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    /** {@return when its next job came; the queue's own, as are those that follow} */
    long arrival() {
        return jobs.getFirst().arrival;
    }

    void join(J job) {
        jobs.addLast(job);
    }

    void clear() {
        jobs.clear();
    }

    void leave(Job job) {
        jobs.remove(job);
    }

    /** {@return how many jobs that nobody has begun came before one that came then} */
    int aheadOf(long arrival) {
        return (int) jobs.stream()
                .filter(job -> job.taken == 0 && job.arrival < arrival)
                .count();
    }

    /** {@return how many units wait} */
    long units() {
        return jobs.stream().mapToLong(job -> job.units() - job.taken).sum();
    }
}
