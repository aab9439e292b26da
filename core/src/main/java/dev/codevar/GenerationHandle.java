package dev.codevar;

import dev.codevar.queue.JobQueue;
import java.util.concurrent.CompletableFuture;

/** A request that was handed in. For any thread. */
public final class GenerationHandle {
    private final GenerationJob job;
    private final JobQueue queue;

    GenerationHandle(GenerationJob job, JobQueue queue) {
        this.job = job;
        this.queue = queue;
    }

    /**
     * {@return what will come of it, in a future of the caller's own: whoever completes or cancels that changes nothing else} It ends
     * with what {@link CoDe#generate} throws. Its dependents run on threads that draw nothing, and may wait for other requests.
     */
    public CompletableFuture<Generation> result() {
        return job.result();
    }

    /** {@return whether the pictures are there, or what went wrong} */
    public boolean isDone() {
        return job.isDone();
    }

    /**
     * Waits for the pictures. An interrupt cancels the request, for whoever else waits too.
     *
     * @return as of {@link CoDe#generate}, with all that it throws
     */
    public Generation await() {
        return job.await();
    }

    /** {@return how many requests came before this one and are not begun either; 0 once it is} */
    public int ahead() {
        return queue.ahead(job);
    }

    /**
     * Ends the request, begun or not, with a {@link java.util.concurrent.CancellationException}: nothing more is computed for it after
     * the scale at work.
     *
     * @return whether it had not ended yet
     */
    public boolean cancel() {
        return job.cancel("cancelled");
    }
}
