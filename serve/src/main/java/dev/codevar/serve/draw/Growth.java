package dev.codevar.serve.draw;

import dev.codevar.GenerationObserver;
import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Picture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Passes on what the engine tells of a job to those who watch it. The engine's thread makes previews, and nothing else that takes long. */
final class Growth implements GenerationObserver {
    private final ImageJob job;
    private final Watchers watchers;
    private final boolean all;
    private final AtomicLong newest = new AtomicLong();
    /** The engine's thread's alone. */
    private int firstOfBatch;

    /**
     * @param all whether every preview is made that somebody wants; else, where they are made later than scales are done, the newest
     */
    Growth(ImageJob job, Watchers watchers, boolean all) {
        this.job = job;
        this.watchers = watchers;
        this.all = all;
    }

    @Override
    public void batchStarted(int first, int count) {
        firstOfBatch = first;
        if (job.begin()) {
            watchers.tell(watcher -> watcher.started(job));
        }
    }

    @Override
    public void scaleTimed(int scale, double seconds) {
        job.times().scale(scale, seconds);
    }

    @Override
    public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
        int first = firstOfBatch;
        double seconds = job.times().ofLastScale();
        boolean wanted = watchers.wantPreviews(report.scale());
        List<Picture> drawn = wanted ? preview.get() : List.of();
        // A scale that nobody wants to see makes no preview an old one.
        long place = wanted ? newest.incrementAndGet() : newest.get();
        watchers.tellScale(() -> {
            // Whoever falls behind sees the latest only, unless all are made.
            List<byte[]> shown = all || place == newest.get()
                    ? drawn.stream()
                            .map(picture -> PictureOrigin.png(picture, Map.of()))
                            .toList()
                    : List.of();
            return new Watcher.ScaleDone(report.scale(), report.segment(), seconds, first, shown);
        });
    }
}
