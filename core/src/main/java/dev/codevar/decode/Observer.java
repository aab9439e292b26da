package dev.codevar.decode;

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
     * @param preview the pictures as they would be if nothing followed; only during the call
     */
    default void scaleDone(ScaleReport report, Preview preview) {}

    /**
     * Asked before every scale, and before a segment's model is read, of every picture that is still drawn.
     *
     * @param place the picture's place in the batch as it was given, from 0
     * @return whether the picture leaves: nothing more is computed for it
     */
    default boolean leaves(int place) {
        return false;
    }
}
