package dev.codevar.evaluation.pictures;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.TaskFailure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Reads the next pictures of a set while something is done with these. For one thread. */
public final class ReadAhead implements AutoCloseable {
    private final PictureSet set;
    private final int together;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "picture-reader");
        thread.setDaemon(true);
        return thread;
    });
    private int position;
    private @Nullable Future<Tensor> next;

    /**
     * @param first the first picture
     * @param together how many are read together
     */
    public ReadAhead(PictureSet set, int first, int together) {
        this.set = set;
        this.together = together;
        this.position = first;
        this.next = begin();
    }

    private @Nullable Future<Tensor> begin() {
        int first = position;
        int count = Math.min(together, set.count() - first);
        if (count == 0) {
            return null;
        }
        position += count;
        return reader.submit(() -> {
            // Scopes belong to a thread: what leaves this one is held by a reference of its own.
            try (PointerScope temporaries = new PointerScope()) {
                Tensor pictures = set.read(first, count);
                pictures.retainReference();
                return pictures;
            }
        });
    }

    /** {@return the next pictures, in the innermost PointerScope; there must be some} */
    public Tensor next() {
        if (next == null) {
            throw new IllegalStateException("all pictures are read");
        }
        Tensor pictures = await(next);
        next = begin();
        PointerScope.getInnerScope().attach(pictures);
        pictures.releaseReference();
        return pictures;
    }

    private static Tensor await(Future<Tensor> reading) {
        try {
            return reading.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodeVarException("interrupted while pictures were read", e);
        } catch (ExecutionException e) {
            throw TaskFailure.of(e);
        }
    }

    /** Waits for what is being read, which nobody wants any more. */
    @Override
    public void close() {
        reader.shutdown();
        Future<Tensor> unwanted = next;
        next = null;
        if (unwanted != null) {
            try {
                await(unwanted).releaseReference();
            } catch (RuntimeException alreadyFailing) {
                // What ended the work was said; that the next pictures are broken is said next time.
            }
        }
    }
}
