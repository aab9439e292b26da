package dev.codevar;

import dev.codevar.decode.Observer;
import dev.codevar.decode.Preview;
import dev.codevar.decode.ScaleReport;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.queue.Portion;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Times every scale of a batch, and tells each request's observer of its own pictures. What they do during a call is not counted.
 * Who gave up leaves.
 */
final class BatchObserver implements Observer {
    private final List<Portion<GenerationJob>> portions;
    private final PlanSpec plan;
    private final EngineTally tally;
    /** Per picture of the batch, whose it is. */
    private final int[] portionOf;

    private final boolean[] left;

    private int nextScale;
    private long since = System.nanoTime();
    private double seconds;

    /**
     * @param portions whose pictures the batch has, in the pictures' order
     * @param plan by which they are drawn
     */
    BatchObserver(List<Portion<GenerationJob>> portions, PlanSpec plan, EngineTally tally) {
        this.portions = portions;
        this.plan = plan;
        this.tally = tally;
        this.left = new boolean[portions.size()];
        this.portionOf = IntStream.range(0, portions.size())
                .flatMap(s -> IntStream.generate(() -> s).limit(portions.get(s).count()))
                .toArray();
    }

    /** {@return whose a picture of the batch is} */
    int portionOf(int place) {
        return portionOf[place];
    }

    /** {@return how many pictures the batch had when it began} */
    int pictures() {
        return portionOf.length;
    }

    /** {@return time in the transformers so far, in seconds} */
    double seconds() {
        return seconds;
    }

    @Override
    public void segmentStarted(int segment) {
        for (Portion<GenerationJob> portion : portions) {
            portion.job().tell(told -> told.segmentStarted(segment));
        }
        since = System.nanoTime();
    }

    @Override
    public void scaleDone(ScaleReport report, Preview preview) {
        double taken = (System.nanoTime() - since) * 1e-9;
        timed(report.segment(), taken);
        nextScale = report.scale() + 1;
        int place = 0;
        for (Portion<GenerationJob> portion : portions) {
            GenerationJob job = portion.job();
            List<Integer> places =
                    IntStream.range(place, place + portion.count()).boxed().toList();
            place += portion.count();
            job.scaleTimed(report.scale(), taken, report.cacheBytes());
            OwnPreview own = new OwnPreview(preview, places, portion);
            job.tell(told -> told.scaleDone(report, own));
            own.close();
        }
        since = System.nanoTime();
    }

    /** The device has caught up: there scales are only begun when they are reported, and the last one waits for them all. */
    void waited() {
        double taken = (System.nanoTime() - since) * 1e-9;
        timed(plan.parts().size() - 1, taken);
        portions.forEach(portion -> portion.job().waited(taken));
    }

    private void timed(int segment, double taken) {
        seconds += taken;
        tally.scaleTimed(plan.parts().get(segment).role(), taken);
    }

    /** Whether a request was given up is asked once for all of its pictures. */
    @Override
    public boolean leaves(int place) {
        int portion = portionOf[place];
        if (place == 0 || portionOf[place - 1] != portion) {
            long start = System.nanoTime();
            left[portion] = portions.get(portion).job().givenUp("scale " + nextScale);
            since += System.nanoTime() - start;
        }
        return left[portion];
    }

    /** A request's own part of the preview, which ends with the call: afterwards the batch has gone on. */
    private static final class OwnPreview implements Supplier<List<Picture>> {
        private final List<Integer> places;
        private final List<Request.Item> items;
        private @Nullable Preview preview;
        private final Thread caller = Thread.currentThread();

        OwnPreview(Preview preview, List<Integer> places, Portion<GenerationJob> portion) {
            this.preview = preview;
            this.places = places;
            this.items = portion.job().request().items().subList(portion.first(), portion.first() + portion.count());
        }

        @Override
        public List<Picture> get() {
            Preview open = Thread.currentThread() == caller ? preview : null;
            if (open == null) {
                throw new IllegalStateException(
                        "a preview can be had during the observer's call alone, and on its thread");
            }
            List<Picture> drawn = open.of(places);
            return IntStream.range(0, drawn.size())
                    .mapToObj(i -> items.get(i).finished(drawn.get(i)))
                    .toList();
        }

        void close() {
            preview = null;
        }
    }
}
