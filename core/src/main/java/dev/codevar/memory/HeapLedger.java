package dev.codevar.memory;

import dev.codevar.fault.CodeVarException;

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
     * @throws CodeVarException if there is not so much
     */
    public synchronized void promise(long bytes, String pictures) {
        if (bytes > most - promised) {
            throw new CodeVarException("not enough memory: " + pictures + " take " + MemoryLeft.gigabytes(bytes)
                    + " of Java's heap, which has " + MemoryLeft.gigabytes(most - promised)
                    + " for them: ask for fewer, keep none (only the observer gets them), or give Java more (-Xmx)");
        }
        promised += bytes;
    }

    /** Ends a promise. */
    public synchronized void giveBack(long bytes) {
        promised -= bytes;
    }
}
