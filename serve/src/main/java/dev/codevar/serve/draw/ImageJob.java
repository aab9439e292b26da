package dev.codevar.serve.draw;

import dev.codevar.Generation;
import dev.codevar.GenerationHandle;
import dev.codevar.GenerationObserver;
import dev.codevar.serve.fields.Refusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A wish at the engine: its state, what it took so far, and at last its pictures, for any number of watchers or none. What is told to
 * watchers comes on one thread in order, never the engine's.
 */
public final class ImageJob {
    private final String id;
    private final Wish wish;
    private final String route;
    private final boolean keepsPreviews;
    private final Watchers watchers;
    private final JobTimes times = new JobTimes();
    private final CompletableFuture<ImageJob> ended = new CompletableFuture<>();
    private @Nullable GenerationHandle handle;
    private @Nullable JobResult result;
    private boolean begun;
    private boolean stopping;
    private int toldAhead = -1;

    ImageJob(String id, Wish wish, String route, boolean keepsPreviews, List<Watcher> watchers, Executor courier) {
        this.id = id;
        this.wish = wish;
        this.route = route;
        this.keepsPreviews = keepsPreviews;
        this.watchers = new Watchers(this, courier, keepsPreviews, watchers);
    }

    /**
     * {@return what the engine tells of it}
     *
     * @param all whether every preview is made that somebody wants, however late
     */
    GenerationObserver growth(boolean all) {
        return new Growth(this, watchers, all);
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
    public synchronized JobState state() {
        return result != null ? result.state() : begun ? JobState.RUNNING : JobState.QUEUED;
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
        return result == null ? 0 : result.secondsPictures();
    }

    /** {@return the most pictures that were drawn at a time, others' with them} */
    public synchronized int together() {
        return result == null ? 0 : result.together();
    }

    /** {@return the PNG files, once it is done} */
    public synchronized List<byte[]> pictures() {
        return result == null ? List.of() : result.pictures();
    }

    /** {@return why there are none, or null} */
    public synchronized @Nullable Refusal refusal() {
        return result == null ? null : result.refusal();
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
        return keepsPreviews;
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
        if (!watchers.any()) {
            return;
        }
        int ahead = ahead();
        boolean moved;
        synchronized (this) {
            moved = state() == JobState.QUEUED && ahead != toldAhead;
            toldAhead = ahead;
        }
        if (moved) {
            watchers.tell(watcher -> watcher.queued(this, ahead));
        }
    }

    /** {@return whether it was not begun yet} */
    synchronized boolean begin() {
        boolean first = !begun;
        if (first) {
            begun = true;
            times.begin();
        }
        return first;
    }

    /**
     * Is told once by the engine; files of pictures are made by this call.
     *
     * @param told is run when its watchers were told, before those go on who wait for the end
     * @param hands on its threads all of these are
     */
    void end(@Nullable Generation generation, @Nullable Throwable error, Runnable told, Executor hands) {
        times.end();
        JobResult came = came(generation, error);
        synchronized (this) {
            result = came;
            // It holds the pictures as they were before they became files.
            handle = null;
        }
        watchers.tellEnd(() -> hands.execute(() -> {
            told.run();
            ended.complete(this);
        }));
    }

    private JobResult came(@Nullable Generation generation, @Nullable Throwable error) {
        boolean stops;
        synchronized (this) {
            stops = stopping;
        }
        if (generation == null) {
            return JobResult.of(error, stops);
        }
        try {
            JobResult done = JobResult.of(wish, generation);
            wish.served().took(wish.request().plan(), generation);
            return done;
        } catch (RuntimeException | Error e) {
            return JobResult.of(e, stops);
        }
    }
}
