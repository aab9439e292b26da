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
     * {@return what will come of it} A copy: whoever completes or cancels it changes nothing but that. Its dependents run on a thread
     * that all requests share and that draws nothing: what takes long belongs elsewhere.
     *
     * <p>It ends with what {@link CoDe#generate} throws.
     */
    public CompletableFuture<Generation> result() {
        return job.result().copy();
    }

    /**
     * Waits for the pictures.
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
