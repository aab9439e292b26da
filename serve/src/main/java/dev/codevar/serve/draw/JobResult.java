package dev.codevar.serve.draw;

import dev.codevar.Generated;
import dev.codevar.Generation;
import dev.codevar.fault.EngineClosedException;
import dev.codevar.serve.fields.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of a job.
 *
 * @param state how it ended
 * @param pictures the PNG files, none unless it is done
 * @param secondsPictures for turning latents into pictures
 * @param together the most pictures that were drawn at a time, others' with them
 * @param refusal why there are no pictures, or null
 */
record JobResult(
        JobState state,
        List<byte[]> pictures,
        double secondsPictures,
        int together,
        @Nullable Refusal refusal) {
    private static final Logger LOG = LoggerFactory.getLogger(JobResult.class);
    private static final int INTERNAL = 500;

    /** {@return what came of it: files of its pictures, made by this call} */
    static JobResult of(Wish wish, Generation generation) {
        PictureOrigin text = PictureOrigin.of(wish, generation);
        List<byte[]> files = new ArrayList<>();
        for (Generated one : generation.pictures()) {
            files.add(PictureOrigin.png(one.picture(), text.of(files.size())));
        }
        return new JobResult(JobState.DONE, List.copyOf(files), generation.secondsPictures(), generation.batch(), null);
    }

    /**
     * {@return what a client is told}
     *
     * @param stopping whether the server stops: then that is why it was cancelled
     */
    static JobResult of(@Nullable Throwable error, boolean stopping) {
        Throwable why = error == null ? new IllegalStateException("no pictures, and no reason") : cause(error);
        boolean cancelled = why instanceof CancellationException;
        Refusal told = Refusal.of(cancelled && stopping ? new EngineClosedException() : why);
        if (told.status() == INTERNAL) {
            LOG.error("a job failed", why);
        }
        return new JobResult(cancelled ? JobState.CANCELLED : JobState.FAILED, List.of(), 0, 0, told);
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
