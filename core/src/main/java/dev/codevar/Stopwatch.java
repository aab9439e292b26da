package dev.codevar;

import dev.codevar.decode.Observer;
import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Times every scale, and passes on what it hears. What the listener does during a call is not counted. It also stops the
 * drawing when told to from another thread.
 */
final class Stopwatch implements Observer {
    private final GenerationObserver listener;
    private final double[] seconds;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private long since;
    private long peakCacheBytes;

    Stopwatch(GenerationObserver listener, int scales) {
        this.listener = listener;
        this.seconds = new double[scales];
    }

    @Override
    public void segmentStarted(int segment) {
        listener.segmentStarted(segment);
        since = System.nanoTime();
    }

    @Override
    public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
        double taken = (System.nanoTime() - since) * 1e-9;
        seconds[report.scale()] += taken;
        peakCacheBytes = Math.max(peakCacheBytes, report.cacheBytes());
        listener.scaleTimed(report.scale(), taken);
        listener.scaleDone(report, preview);
        since = System.nanoTime();
    }

    /** The device has caught up: there scales are only begun when they are reported, and the last one waits for them all. */
    void waited() {
        seconds[seconds.length - 1] += (System.nanoTime() - since) * 1e-9;
    }

    @Override
    public boolean cancelled() {
        return stopped.get() || listener.cancelled();
    }

    /** Ends the drawing before its next scale. */
    void stop() {
        stopped.set(true);
    }

    /** {@return the most bytes of keys and values held at any time} */
    long peakCacheBytes() {
        return peakCacheBytes;
    }

    List<Double> secondsPerScale() {
        return Arrays.stream(seconds).boxed().toList();
    }
}
