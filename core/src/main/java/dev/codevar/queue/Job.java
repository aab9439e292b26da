package dev.codevar.queue;

import org.jspecify.annotations.Nullable;

/** A caller's work: units of one kind, pictures say, that are done in their order, some at a time. */
public abstract class Job {
    private final int units;
    // What follows is the queue's, and kept by its lock.
    long arrival;
    int taken;

    @Nullable
    Line<?> line;

    /**
     * @param units how many units, at least 1
     */
    protected Job(int units) {
        if (units < 1) {
            throw new IllegalArgumentException("a job of " + units + " units");
        }
        this.units = units;
    }

    /** {@return how many units there are} */
    public int units() {
        return units;
    }

    /**
     * Ends the job, which is no longer in line. Nothing happens if it has ended already.
     *
     * @param why what its caller is told
     */
    public abstract void fail(Throwable why);
}
