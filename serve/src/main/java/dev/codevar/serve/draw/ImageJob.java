package dev.codevar.serve.draw;

import dev.codevar.Generated;
import dev.codevar.Generation;
import dev.codevar.GenerationHandle;
import dev.codevar.GenerationObserver;
import dev.codevar.decode.ScaleReport;
import dev.codevar.fault.EngineClosedException;
import dev.codevar.picture.Picture;
import dev.codevar.serve.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wish at the engine: its state, what it took so far, and at last its pictures, for any number of watchers or none. What is told to
 * watchers comes on one thread in order, never the engine's.
 */
public final class ImageJob implements GenerationObserver {
    private static final Logger LOG = LoggerFactory.getLogger(ImageJob.class);
    private static final int INTERNAL = 500;
    /** Of so many pictures the previews are kept for who comes later: a small model is done before anybody watches. */
    private static final int MOST_GROWN = 16;

    private final String id;
    private final Wish wish;
    private final String route;
    private final Watchers watchers;
    private final JobTimes times = new JobTimes();
    private final AtomicLong newest = new AtomicLong();
    private final CompletableFuture<ImageJob> ended = new CompletableFuture<>();
    private @Nullable GenerationHandle handle;
    private State state = State.QUEUED;
    private int firstOfBatch;
    private double secondsPictures;
    private int together;
    private List<byte[]> pictures = List.of();
    private @Nullable Refusal refusal;
    private boolean stopping;
    private int toldAhead = -1;

    /** How far it is. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        /** {@return whether it stays so} */
        public boolean ended() {
            return this != QUEUED && this != RUNNING;
        }
    }

    ImageJob(String id, Wish wish, String route, List<Watcher> watchers, Executor courier) {
        this.id = id;
        this.wish = wish;
        this.route = route;
        this.watchers = new Watchers(this, courier, keepsPreviews(), watchers);
    }

    synchronized void handedIn(GenerationHandle given) {
        handle = given;
    }

    /** {@return a name that nobody guesses} */
    public String id() {
        return id;
    }

    /** {@return what was wished} */
    public Wish wish() {
        return wish;
    }

    /** {@return by which way it came in} */
    public String route() {
        return route;
    }

    /** {@return how far it is} */
    public synchronized State state() {
        return state;
    }

    /** {@return how many requests come before it} */
    public synchronized int ahead() {
        return handle == null ? 0 : handle.ahead();
    }

    /** {@return what it took so far} */
    public JobTimes times() {
        return times;
    }

    /** {@return seconds for turning latents into pictures} */
    public synchronized double pictureSeconds() {
        return secondsPictures;
    }

    /** {@return the most pictures that were drawn at a time, others' with them} */
    public synchronized int together() {
        return together;
    }

    /** {@return the PNG files, once it is done} */
    public synchronized List<byte[]> pictures() {
        return pictures;
    }

    /** {@return why there are none, or null} */
    public synchronized @Nullable Refusal refusal() {
        return refusal;
    }

    /** {@return is completed when it has ended, however} */
    public CompletableFuture<ImageJob> ended() {
        return ended.copy();
    }

    /** Ends it, queued or running, if it has not ended. */
    public void cancel() {
        GenerationHandle at;
        synchronized (this) {
            at = handle;
        }
        if (at != null) {
            at.cancel();
        }
    }

    /** Ends it as {@link #cancel} does, but says that the server is stopping. */
    void stop() {
        synchronized (this) {
            stopping = true;
        }
        cancel();
    }

    /** {@return whether previews of all scales are kept, and told to everybody who joins} */
    public boolean keepsPreviews() {
        return wish.previews() && wish.request().items().size() <= MOST_GROWN;
    }

    /** {@return bytes of the previews that are kept} */
    long previewBytes() {
        return watchers.previewBytes();
    }

    /** Tells {@code watcher} from now on, and the scales of kept previews before; if it has ended, that at once. */
    public void watch(Watcher watcher) {
        watchers.join(watcher);
    }

    /** Tells {@code watcher} no more. */
    public void unwatch(Watcher watcher) {
        watchers.leave(watcher);
    }

    /** Tells watchers if its place in the queue is another than before. */
    void tellPlace() {
        int ahead = ahead();
        boolean moved;
        synchronized (this) {
            moved = state == State.QUEUED && ahead != toldAhead;
            toldAhead = ahead;
        }
        if (moved) {
            watchers.tell(watcher -> watcher.queued(this, ahead));
        }
    }

    @Override
    public void batchStarted(int first, int count) {
        boolean begins;
        synchronized (this) {
            firstOfBatch = first;
            begins = state == State.QUEUED;
            if (begins) {
                state = State.RUNNING;
                times.begin();
            }
        }
        if (begins) {
            watchers.tell(watcher -> watcher.started(this));
        }
    }

    @Override
    public void scaleTimed(int scale, double seconds) {
        times.scale(scale, seconds);
    }

    @Override
    public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
        int first;
        synchronized (this) {
            first = firstOfBatch;
        }
        double seconds = times.ofLastScale();
        List<Picture> drawn = watchers.wantPreviews(report.scale()) ? preview.get() : List.of();
        long place = newest.incrementAndGet();
        watchers.tellScale(() -> {
            // Whoever falls behind sees the latest only, unless all are kept.
            List<byte[]> shown = keepsPreviews() || place == newest.get()
                    ? drawn.stream()
                            .map(picture -> PictureOrigin.png(picture, Map.of()))
                            .toList()
                    : List.of();
            return new Watcher.ScaleDone(report.scale(), report.segment(), seconds, first, shown);
        });
    }

    /** Is told once by the engine. */
    void end(@Nullable Generation generation, @Nullable Throwable error) {
        times.end();
        try {
            List<byte[]> files = new ArrayList<>();
            if (generation != null) {
                PictureOrigin text = PictureOrigin.of(wish, generation);
                for (Generated one : generation.pictures()) {
                    files.add(PictureOrigin.png(one.picture(), text.of(files.size())));
                }
            }
            close(generation, files, error);
        } catch (RuntimeException | Error e) {
            close(null, List.of(), e);
        }
        watchers.tellEnd(() -> ended.complete(this));
    }

    private synchronized void close(@Nullable Generation generation, List<byte[]> files, @Nullable Throwable error) {
        if (generation != null) {
            state = State.DONE;
            pictures = List.copyOf(files);
            secondsPictures = generation.secondsPictures();
            together = generation.batch();
            int count = generation.pictures().size();
            double batches = generation.secondsTransformer() + generation.secondsPictures();
            // Of what was drawn with others' pictures, its own share.
            wish.served().took(wish.request().plan(), count, batches * Math.min(1, (double) count / together));
        } else {
            Throwable why = error == null ? new IllegalStateException("no pictures, and no reason") : cause(error);
            state = why instanceof CancellationException ? State.CANCELLED : State.FAILED;
            Refusal told = Refusal.of(stopping && state == State.CANCELLED ? new EngineClosedException() : why);
            refusal = told;
            if (told.status() == INTERNAL) {
                LOG.error("a job failed", why);
            }
        }
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
