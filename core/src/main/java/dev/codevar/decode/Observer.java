package dev.codevar.decode;

import dev.codevar.picture.Picture;
import java.util.List;
import java.util.function.Supplier;

/** Watches a batch being drawn. All methods run on the drawing thread, and the drawing waits for them. */
public interface Observer {

    /**
     * A segment of the plan begins: its model is at hand, its cache is made after this, and that of the segment before is already freed.
     *
     * @param segment which one, from 0
     */
    default void segmentStarted(int segment) {}

    /**
     * A scale is done.
     *
     * @param report what was done
     * @param preview the pictures as they would be if nothing followed; decoded only when asked for, and only during the call
     */
    default void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {}

    /** {@return whether to stop before the next scale} */
    default boolean cancelled() {
        return false;
    }
}
