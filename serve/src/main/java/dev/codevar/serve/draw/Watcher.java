package dev.codevar.serve.draw;

import java.util.List;

/** Is told how a job goes. */
public interface Watcher {

    /**
     * A scale that is done.
     *
     * @param scale which, from 0
     * @param stage which stage of the plan made it, from 0
     * @param seconds in the transformer
     * @param first the place of the batch's first picture
     * @param previews the batch's pictures as PNG files, none if nobody asked, or a newer scale is done
     */
    record ScaleDone(int scale, int stage, double seconds, int first, List<byte[]> previews) {}

    /** {@return whether it wants to see pictures after this scale} */
    boolean wantsPreviews(ImageJob job, int scale);

    /** It is told from now on. */
    default void joined(ImageJob job) {}

    /** So many requests come before it now. */
    default void queued(ImageJob job, int ahead) {}

    /** The first pictures are being drawn. */
    void started(ImageJob job);

    /** A scale is done. */
    void scaleDone(ImageJob job, ScaleDone done);

    /** It has ended; nothing follows. */
    void ended(ImageJob job);
}
