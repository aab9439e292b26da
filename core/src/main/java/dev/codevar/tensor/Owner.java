package dev.codevar.tensor;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/**
 * Keeps native objects alive beyond the scope they were made in, and frees them all once, when closed. Weights, caches and
 * constants have an owner; everything else is a temporary.
 */
public final class Owner implements AutoCloseable {
    private final Deque<Pointer> owned = new ArrayDeque<>();

    /**
     * @param object a native object made on this thread
     * @return the same object, which now lives until this owner is closed
     */
    public <T extends Pointer> T own(T object) {
        object.retainReference();
        owned.push(object);
        return object;
    }

    /** Frees what is owned, last first. A second call does nothing. */
    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().releaseReference();
        }
    }
}
