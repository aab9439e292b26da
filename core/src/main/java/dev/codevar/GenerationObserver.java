package dev.codevar;

import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Picture;
import java.util.List;
import java.util.function.Supplier;

/**
 * Watches a request being worked on, batch by batch. It hears of the request's own pictures alone, whoever's else are drawn with
 * them, and of nothing after the request has ended. Called on the engine's own thread, which waits: what takes long belongs on
 * another thread. What it throws ends its request, and no other.
 */
public interface GenerationObserver {

    /** An observer that does nothing. */
    GenerationObserver NONE = new GenerationObserver() {};

    /**
     * Fewer pictures are drawn at a time than were asked for, because more do not fit into memory; or a batch did not, and is drawn
     * again in halves. In float32 the pictures are the same.
     *
     * @param asked how many were asked for, or were in the batch, those of other requests included
     * @param batch how many are drawn
     * @param why the arithmetic, one line
     */
    default void batchReduced(int asked, int batch, String why) {}

    /**
     * A batch begins; again, from its first scale on, if memory ran out in it.
     *
     * @param first the place in the request of the first of its pictures that the batch has
     * @param pictures how many of its pictures that are
     */
    default void batchStarted(int first, int pictures) {}

    /**
     * A segment of the plan begins: its model is at hand, its cache is made after this, and that of the segment before is already freed.
     *
     * @param segment which one, from 0
     */
    default void segmentStarted(int segment) {}

    /**
     * A scale of the current batch took this long in the transformers, for all pictures in it; {@link #scaleDone} follows.
     *
     * @param scale which one, from 0
     * @param seconds without what observers did
     */
    default void scaleTimed(int scale, double seconds) {}

    /**
     * A scale is done.
     *
     * @param report what was done
     * @param preview the request's pictures in the batch as they would be if nothing followed, with what is kept of edited ones laid
     *     over; decoded only when asked for, and only during the call
     */
    default void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {}

    /**
     * A batch is done, its pictures decoded.
     *
     * @param first the place of its first picture in the request
     * @param pictures the request's pictures in it
     */
    default void batchDone(int first, List<Generated> pictures) {}

    /** {@return whether to stop: asked before every scale and every picture} */
    default boolean cancelled() {
        return false;
    }
}
