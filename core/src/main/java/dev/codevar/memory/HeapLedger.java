package dev.codevar.memory;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.QueueFullException;

/** Reckons what requests that keep their pictures will hold of Java's heap, so that hours of drawing do not end for want of it. */
public final class HeapLedger {
    /** The share of the heap that pictures may take: the rest is for everything else. */
    private static final double SHARE = 0.75;
    /** What a picture takes beside its pixels and tokens. */
    private static final int OBJECTS = 512;

    private final long most;
    private long promised;

    /**
     * @param heap bytes that Java may have
     */
    public HeapLedger(long heap) {
        most = (long) (heap * SHARE);
    }

    /** {@return bytes that so many pictures take, which have three bytes a pixel, and four a token} */
    public static long bytes(int pictures, int side, int tokens) {
        return pictures * (3L * side * side + 4L * tokens + OBJECTS);
    }

    /**
     * Promises room.
     *
     * @param pictures what for, in words
     * @throws QueueFullException if there is not so much now, since others' pictures wait
     * @throws CodeVarException if there never is
     */
    public synchronized void promise(long bytes, String pictures) {
        if (bytes <= most && bytes > most - promised) {
            throw new QueueFullException("the queue is full: the pictures that wait take all but "
                    + MemoryLeft.gigabytes(most - promised) + " of Java's heap");
        }
        if (bytes > most) {
            throw new CodeVarException("not enough memory: " + pictures + " take " + MemoryLeft.gigabytes(bytes)
                    + " of Java's heap, which has " + MemoryLeft.gigabytes(most)
                    + " for them: ask for fewer, keep none (only the observer gets them), or give Java more (-Xmx)");
        }
        promised += bytes;
    }

    /** Ends a promise. */
    public synchronized void giveBack(long bytes) {
        promised -= bytes;
    }
}
