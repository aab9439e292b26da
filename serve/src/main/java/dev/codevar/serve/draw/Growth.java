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
    private final AtomicLong newest = new AtomicLong();
    /** The engine's thread's alone. */
    private int firstOfBatch;

    Growth(ImageJob job, Watchers watchers) {
        this.job = job;
        this.watchers = watchers;
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
        List<Picture> drawn = watchers.wantPreviews(report.scale()) ? preview.get() : List.of();
        long place = newest.incrementAndGet();
        watchers.tellScale(() -> {
            // Whoever falls behind sees the latest only, unless all are kept.
            List<byte[]> shown = job.keepsPreviews() || place == newest.get()
                    ? drawn.stream()
                            .map(picture -> PictureOrigin.png(picture, Map.of()))
                            .toList()
                    : List.of();
            return new Watcher.ScaleDone(report.scale(), report.segment(), seconds, first, shown);
        });
    }
}
