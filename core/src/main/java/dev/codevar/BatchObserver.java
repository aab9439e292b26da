package dev.codevar;

import dev.codevar.decode.Observer;
import dev.codevar.decode.Preview;
import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Picture;
import dev.codevar.queue.Share;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Times every scale of a batch, and tells each request's observer of its own pictures. What they do during a call is not counted.
 * Who gave up leaves.
 */
final class BatchObserver implements Observer {
    private final List<Share<GenerationJob>> shares;
    private final EngineTally tally;
    /** Per picture of the batch, whose it is. */
    private final int[] shareOf;

    private final boolean[] left;

    private int nextScale;
    private long since = System.nanoTime();
    private double seconds;

    /**
     * @param shares whose pictures the batch has, in the pictures' order
     */
    BatchObserver(List<Share<GenerationJob>> shares, EngineTally tally) {
        this.shares = shares;
        this.tally = tally;
        this.left = new boolean[shares.size()];
        this.shareOf = IntStream.range(0, shares.size())
                .flatMap(s -> IntStream.generate(() -> s).limit(shares.get(s).count()))
                .toArray();
    }

    /** {@return whose a picture of the batch is} */
    int shareOf(int place) {
        return shareOf[place];
    }

    /** {@return how many pictures the batch had when it began} */
    int pictures() {
        return shareOf.length;
    }

    /** {@return time in the transformers so far, in seconds} */
    double seconds() {
        return seconds;
    }

    @Override
    public void segmentStarted(int segment) {
        for (Share<GenerationJob> share : shares) {
            share.job().tell(told -> told.segmentStarted(segment));
        }
        since = System.nanoTime();
    }

    @Override
    public void scaleDone(ScaleReport report, Preview preview) {
        double taken = (System.nanoTime() - since) * 1e-9;
        seconds += taken;
        tally.scaleTimed(taken);
        nextScale = report.scale() + 1;
        int place = 0;
        for (Share<GenerationJob> share : shares) {
            GenerationJob job = share.job();
            List<Integer> places =
                    IntStream.range(place, place + share.count()).boxed().toList();
            place += share.count();
            job.scaleTimed(report.scale(), taken, report.cacheBytes());
            OwnPreview own = new OwnPreview(preview, places);
            job.tell(told -> told.scaleDone(report, own));
            own.close();
        }
        since = System.nanoTime();
    }

    /** The device has caught up: there scales are only begun when they are reported, and the last one waits for them all. */
    void waited() {
        double taken = (System.nanoTime() - since) * 1e-9;
        seconds += taken;
        tally.scaleTimed(taken);
        shares.forEach(share -> share.job().waited(taken));
    }

    /** Whether a request was given up is asked once for all of its pictures. */
    @Override
    public boolean leaves(int place) {
        int share = shareOf[place];
        if (place == 0 || shareOf[place - 1] != share) {
            long start = System.nanoTime();
            left[share] = shares.get(share).job().givenUp("scale " + nextScale);
            since += System.nanoTime() - start;
        }
        return left[share];
    }

    /** A request's own part of the preview, which ends with the call: afterwards the batch has gone on. */
    private static final class OwnPreview implements Supplier<List<Picture>> {
        private final List<Integer> places;
        private @Nullable Preview preview;
        private final Thread caller = Thread.currentThread();

        OwnPreview(Preview preview, List<Integer> places) {
            this.preview = preview;
            this.places = places;
        }

        @Override
        public List<Picture> get() {
            Preview open = Thread.currentThread() == caller ? preview : null;
            if (open == null) {
                throw new IllegalStateException(
                        "a preview can be had during the observer's call alone, and on its thread");
            }
            return open.of(places);
        }

        void close() {
            preview = null;
        }
    }
}
