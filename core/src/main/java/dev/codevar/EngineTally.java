package dev.codevar;

import dev.codevar.fault.DeadlineException;
import dev.codevar.fault.QueueFullException;
import dev.codevar.queue.JobQueue;
import dev.codevar.queue.Kind;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Counts what an engine does, on whatever thread it happens. */
final class EngineTally {
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder pictures = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder batchPictures = new LongAdder();
    private final DoubleAdder secondsWaiting = new DoubleAdder();
    private final Map<String, LongAdder> scalesTransformers = new ConcurrentHashMap<>();
    private final Map<String, DoubleAdder> secondsTransformers = new ConcurrentHashMap<>();
    private final DoubleAdder secondsPictures = new DoubleAdder();
    private volatile int running;

    void refused(RuntimeException why) {
        if (why instanceof QueueFullException || why instanceof DeadlineException) {
            refused.increment();
        }
    }

    void begun(double secondsWaited) {
        secondsWaiting.add(secondsWaited);
    }

    void ended(Throwable why) {
        (why instanceof CancellationException ? cancelled : failed).increment();
    }

    void done() {
        done.increment();
    }

    void batchStarted(int count) {
        running = count;
    }

    void batchEnded() {
        running = 0;
    }

    void scaleTimed(String role, double seconds) {
        // In this order, which is read the other way round: whatever role has scales has seconds.
        secondsTransformers.computeIfAbsent(role, first -> new DoubleAdder()).add(seconds);
        scalesTransformers.computeIfAbsent(role, first -> new LongAdder()).increment();
    }

    /** A batch that began with so many pictures is drawn, and so many were still wanted. */
    void batchDone(int begun, int made, double seconds) {
        batches.increment();
        batchPictures.add(begun);
        pictures.add(made);
        secondsPictures.add(seconds);
    }

    EngineCounters read(JobQueue queue) {
        int requests;
        long waiting = 0;
        synchronized (queue) {
            requests = queue.jobs();
            for (Map.Entry<Kind<?>, Long> line : queue.units().entrySet()) {
                waiting += line.getValue();
            }
        }
        return new EngineCounters(
                requests,
                waiting,
                running,
                done.sum(),
                failed.sum(),
                cancelled.sum(),
                refused.sum(),
                pictures.sum(),
                batches.sum(),
                batchPictures.sum(),
                secondsWaiting.sum(),
                sums(scalesTransformers, LongAdder::sum),
                sums(secondsTransformers, DoubleAdder::sum),
                secondsPictures.sum());
    }

    private static <A, S> Map<String, S> sums(Map<String, A> adders, Function<A, S> sum) {
        return adders.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> sum.apply(entry.getValue())));
    }
}
