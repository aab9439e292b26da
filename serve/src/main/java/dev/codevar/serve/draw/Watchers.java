package dev.codevar.serve.draw;

import dev.codevar.serve.draw.Watcher.ScaleDone;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who watches a job, and what they are told: on the courier's thread, in order, and by none of them for the others. Scales may be kept for
 * who joins later.
 */
final class Watchers {
    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    private final ImageJob job;
    private final Executor courier;
    private final boolean keepsScales;
    private final List<Watcher> watchers;
    private final List<ScaleDone> scales = new ArrayList<>();

    /**
     * @param courier has one thread
     * @param keepsScales whether scales are kept for who joins later
     * @param first who watches from the beginning
     */
    Watchers(ImageJob job, Executor courier, boolean keepsScales, List<Watcher> first) {
        this.job = job;
        this.courier = courier;
        this.keepsScales = keepsScales;
        this.watchers = new CopyOnWriteArrayList<>(first);
    }

    /** {@return whether anybody watches} */
    boolean any() {
        return !watchers.isEmpty();
    }

    /** {@return whether somebody wants to see pictures after this scale, now or later} */
    boolean wantPreviews(int scale) {
        return keepsScales || watchers.stream().anyMatch(watcher -> watcher.wantsPreviews(job, scale));
    }

    /** {@return bytes of the previews that are kept} */
    long previewBytes() {
        synchronized (scales) {
            return scales.stream()
                    .flatMap(done -> done.previews().stream())
                    .mapToLong(png -> png.length)
                    .sum();
        }
    }

    /** Tells one more from now on, and the scales that are kept before; if the job has ended, that at once. */
    void join(Watcher watcher) {
        courier.execute(() -> {
            told(watcher, one -> one.joined(job));
            List<ScaleDone> before;
            synchronized (scales) {
                before = List.copyOf(scales);
            }
            before.forEach(done -> told(watcher, one -> one.scaleDone(job, done)));
            // Added before that is asked: else a job could end in between, and see nobody to tell.
            watchers.add(watcher);
            if (job.state().ended()) {
                watchers.remove(watcher);
                told(watcher, one -> one.ended(job));
            }
        });
    }

    /** Tells this one no more. */
    void leave(Watcher watcher) {
        courier.execute(() -> watchers.remove(watcher));
    }

    /** Tells all. */
    void tell(Consumer<Watcher> what) {
        courier.execute(() -> tellNow(what));
    }

    /**
     * Tells all of a scale.
     *
     * @param done made when it is its turn
     */
    void tellScale(Supplier<ScaleDone> done) {
        courier.execute(() -> {
            ScaleDone made = done.get();
            if (keepsScales) {
                synchronized (scales) {
                    scales.add(made);
                }
            }
            tellNow(watcher -> watcher.scaleDone(job, made));
        });
    }

    /** Tells all that it has ended, as it has, and forgets them; {@code then} follows in any case. */
    void tellEnd(Runnable then) {
        if (!keepsScales && !any()) {
            // What others are told is not waited for.
            then.run();
            return;
        }
        try {
            courier.execute(() -> {
                tellNow(watcher -> watcher.ended(job));
                watchers.clear();
                then.run();
            });
        } catch (RejectedExecutionException stopped) {
            then.run();
        }
    }

    private void tellNow(Consumer<Watcher> what) {
        watchers.forEach(watcher -> told(watcher, what));
    }

    /** Whoever fails keeps nobody else from hearing. */
    private static void told(Watcher watcher, Consumer<Watcher> what) {
        try {
            what.accept(watcher);
        } catch (RuntimeException | Error e) {
            LOG.error("a watcher failed", e);
        }
    }
}
