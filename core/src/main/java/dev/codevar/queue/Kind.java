package dev.codevar.queue;

/**
 * What jobs must have in common to be worked on together, by {@code equals}; and the work itself.
 *
 * @param <J> the jobs
 */
public interface Kind<J extends Job> {

    /** {@return whose jobs these are: they end with it} */
    Object owner();

    /**
     * Works for a while: takes portions of what waits, and does them. Called on the one thread that works. Whatever this throws ends
     * all jobs of the line; a portion that was taken is this method's own to end.
     *
     * @param line the jobs of this kind that wait, at least one unless some were taken out meanwhile
     */
    void serve(Line<J> line);
}
