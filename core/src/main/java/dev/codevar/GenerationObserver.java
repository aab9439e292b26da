package dev.codevar;

import dev.codevar.decode.Observer;
import java.util.List;

/** Watches a request being worked on, batch by batch. Called on the library's own thread, which waits. */
public interface GenerationObserver extends Observer {

    /** An observer that does nothing. */
    GenerationObserver NONE = new GenerationObserver() {};

    /**
     * Fewer pictures are drawn at a time than were asked for, because more do not fit into memory. In float32 the pictures are
     * the same. What this throws ends the request.
     *
     * @param asked how many were asked for
     * @param batch how many are drawn
     * @param why the arithmetic, one line
     */
    default void batchReduced(int asked, int batch, String why) {}

    /**
     * A batch begins.
     *
     * @param first the place of its first picture in the request
     * @param pictures how many pictures it has
     */
    default void batchStarted(int first, int pictures) {}

    /**
     * A scale of the current batch took this long in the transformers; {@link #scaleDone} follows.
     *
     * @param scale which one, from 0
     * @param seconds without what observers did
     */
    default void scaleTimed(int scale, double seconds) {}

    /**
     * A batch is done, its pictures decoded.
     *
     * @param first the place of its first picture in the request
     * @param pictures the pictures
     */
    default void batchDone(int first, List<Generated> pictures) {}
}
