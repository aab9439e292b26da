package dev.codevar.training.parallel;

import dev.codevar.fault.CodeVarException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one process knows of the others: that they live, that they want the same, and the first fault. Every process has a link to
 * the first one, which compares what they want and passes on faults.
 */
abstract class Control implements AutoCloseable {
    static final String WANTS = "wants ";
    static final String AGREED = "agreed";
    static final String FAULT = "fault ";
    static final String BYE = "bye";
    private static final String RESUMABLE = "; begun again, the training goes on from its last checkpoint";

    private final String name;
    private final Limits limits;
    private final Consumer<String> ending;
    private final Timer timer = new Timer("signs of life", true);
    /** Who has gone, and their names. */
    private final Map<Integer, String> left = new TreeMap<>();

    private @Nullable String fault;
    private long agreements;
    private boolean heeded;
    private boolean closed;

    /**
     * @param name this process's, for people
     * @param ending is told of a fault where this process does not ask for so long that it must be ended
     */
    Control(String name, Limits limits, Consumer<String> ending) {
        this.name = name;
        this.limits = limits;
        this.ending = ending;
    }

    /** {@return this process, for people} */
    String name() {
        return name;
    }

    Limits limits() {
        return limits;
    }

    /** {@return the connections to other processes that there are} */
    abstract List<Link> links();

    /** Says what this process wants. */
    abstract void want(String wanted);

    void beginBeating() {
        long interval = limits.beat().toMillis();
        TimerTask beat = new TimerTask() {
            @Override
            public void run() {
                links().forEach(Link::beat);
            }
        };
        timer.schedule(beat, interval, interval);
    }

    /** Waits until all processes want the same. */
    final void agree(String wanted) {
        long before = agreements();
        want(wanted);
        await(() -> agreements > before);
    }

    private synchronized long agreements() {
        return agreements;
    }

    synchronized void agreed() {
        agreements++;
        notifyAll();
    }

    private synchronized void await(BooleanSupplier reached) {
        try {
            while (!reached.getAsBoolean()) {
                if (!left.isEmpty()) {
                    fail(left.values().iterator().next() + " has left, and the others go on");
                }
                if (fault != null) {
                    heeded = true;
                    throw new CodeVarException(fault);
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodeVarException("interrupted while waiting for the other processes", e);
        }
    }

    /** {@return what went wrong with the processes; whoever asks ends} */
    synchronized Optional<String> fault() {
        heeded |= fault != null;
        return Optional.ofNullable(fault);
    }

    /** {@return the same, when it is known or some time has passed} */
    synchronized Optional<String> fault(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            for (long rest = within.toNanos(); fault == null && rest > 0; rest = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return fault();
    }

    /** Nobody can go on: everybody is told the first reason. */
    final synchronized void fail(String what) {
        if (fault == null && !closed) {
            fault = what;
            links().forEach(link -> link.say(FAULT + what));
            notifyAll();
            TimerTask end = new TimerTask() {
                @Override
                public void run() {
                    if (!heeded()) {
                        ending.accept(what);
                    }
                }
            };
            timer.schedule(end, limits.grace().toMillis());
        }
    }

    private synchronized boolean heeded() {
        return heeded || closed;
    }

    /** A process has gone, as it should or not. */
    synchronized void left(int rank, String who, String how) {
        if (left.putIfAbsent(rank, who) == null) {
            fail(who + " " + how + RESUMABLE);
        }
    }

    /** A process has said that it goes. */
    synchronized void leaves(int rank, String who) {
        left.putIfAbsent(rank, who);
        notifyAll();
    }

    /** {@return who has gone} */
    synchronized Set<Integer> left() {
        return Set.copyOf(left.keySet());
    }

    /** Leaves the others. */
    @Override
    public void close() {
        String word;
        synchronized (this) {
            closed = true;
            // Whoever came late has not heard of the fault.
            word = fault == null ? BYE : FAULT + fault;
        }
        timer.cancel();
        List<Link> all = links();
        all.forEach(link -> link.say(word));
        all.forEach(Link::close);
    }
}
