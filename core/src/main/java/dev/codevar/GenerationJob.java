package dev.codevar;

import dev.codevar.fault.DeadlineException;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.queue.ResultJob;
import dev.codevar.queue.Worker;
import dev.codevar.tensor.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request in line or at work: what was made of it so far, who hears of it, and how it ends: once. */
final class GenerationJob extends ResultJob<Generation> {
    private final Request request;
    private final GenerationObserver observer;
    private final SubmitOptions options;
    private final MemoryNeed.Kind memory;
    private final EngineTally tally;
    private final long submitted = System.nanoTime();

    // Who is telling the observer something: by this object's monitor.
    private @Nullable Thread telling;

    // What follows is the engine's thread's alone.
    private final List<Generated> pictures = new ArrayList<>();
    private final double[] secondsPerScale;
    private double secondsPictures;
    private long peakCacheBytes;
    private int largestBatch;
    private int made;
    private boolean begun;
    private int settledBatch;

    /**
     * @param scales K, of its plan
     * @param worker draws it
     */
    GenerationJob(
            Request request,
            GenerationObserver observer,
            SubmitOptions options,
            int scales,
            EngineTally tally,
            Worker worker) {
        super(request.items().size(), worker);
        this.request = request;
        this.observer = observer;
        this.options = options;
        this.memory = request.memoryKind();
        this.tally = tally;
        this.secondsPerScale = new double[scales];
    }

    Request request() {
        return request;
    }

    SubmitOptions options() {
        return options;
    }

    /** {@return what of it changes how much memory a picture takes} */
    MemoryNeed.Kind memory() {
        return memory;
    }

    /** {@return how many of its pictures are drawn at a time, if that is settled; else 0} */
    int batch() {
        return settledBatch;
    }

    void batch(int settled) {
        settledBatch = settled;
    }

    void expire() {
        fail(new DeadlineException("not done within " + options.deadline().orElseThrow() + ", its deadline"));
    }

    /**
     * Asks the observer whether to stop.
     *
     * @param before what would come next, in words
     * @return whether nobody waits for it any more
     */
    boolean givenUp(String before) {
        boolean[] stop = new boolean[1];
        tell(told -> stop[0] = told.cancelled());
        if (stop[0]) {
            cancel("cancelled before " + before);
        }
        return ended();
    }

    /**
     * Tells the observer, unless the job has ended. What it throws, of whatever kind, ends the job; where it was interrupted is its own
     * affair: files could no longer be read on this thread.
     */
    void tell(Consumer<GenerationObserver> what) {
        synchronized (this) {
            if (ended()) {
                return;
            }
            telling = Thread.currentThread();
        }
        try {
            what.accept(observer);
        } catch (Throwable thrown) {
            fail(thrown);
        } finally {
            Thread.interrupted();
            synchronized (this) {
                telling = null;
                notifyAll();
            }
        }
    }

    void batchStarted(int first, int own) {
        if (!begun) {
            begun = true;
            tally.begun((System.nanoTime() - submitted) * 1e-9);
        }
        tell(told -> told.batchStarted(first, own));
    }

    void scaleTimed(int scale, double seconds, long cacheBytes) {
        secondsPerScale[scale] += seconds;
        peakCacheBytes = Math.max(peakCacheBytes, cacheBytes);
        tell(told -> told.scaleTimed(scale, seconds));
    }

    /** The device has caught up: there scales are only begun when they are reported, and the last one waits for them all. */
    void waited(double seconds) {
        secondsPerScale[secondsPerScale.length - 1] += seconds;
    }

    /**
     * Some pictures are made.
     *
     * @param all how many pictures their batch had
     * @param seconds what turning latents into pictures took, for all of those
     * @param resources say where
     */
    void batchDone(int first, List<Generated> batch, int all, double seconds, Resources resources) {
        largestBatch = Math.max(largestBatch, all);
        secondsPictures += seconds;
        made += batch.size();
        if (options.keepPictures()) {
            pictures.addAll(batch);
        }
        tell(told -> told.batchDone(first, batch));
        if (made == units()) {
            Generation done = new Generation(
                    List.copyOf(pictures),
                    request.plan().text(),
                    resources.label(),
                    resources.precision().label(),
                    largestBatch,
                    Arrays.stream(secondsPerScale).boxed().toList(),
                    secondsPictures,
                    peakCacheBytes);
            if (complete(done)) {
                tally.done();
            }
        }
    }

    @Override
    protected boolean endWith(Throwable why) {
        boolean first = super.endWith(why);
        if (first) {
            tally.ended(why);
        }
        return first;
    }

    /** {@return whether it had not ended yet} */
    boolean cancel(String why) {
        return endWith(new CancellationException(why));
    }

    /** Whoever waited for the result does not hear of more. */
    @Override
    protected synchronized void awaitSilence() {
        boolean interrupted = false;
        while (telling != null && telling != Thread.currentThread()) {
            try {
                wait();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
