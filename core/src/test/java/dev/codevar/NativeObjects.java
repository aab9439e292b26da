package dev.codevar;

import org.bytedeco.javacpp.Pointer;

/** Counts the native objects that Java holds, for tests that nothing stays behind. */
public final class NativeObjects {
    private static final int QUIET_ROUNDS = 3;
    private static final int ROUND_MILLIS = 20;

    private NativeObjects() {}

    /**
     * {@return {@link Pointer#totalCount()} when no garbage of earlier tests is left} Else the collector could free some while
     * a test counts its own, and hide what that leaves behind.
     */
    public static long settled() {
        long count = Pointer.totalCount();
        for (int quiet = 0; quiet < QUIET_ROUNDS; ) {
            System.gc();
            pause();
            long now = Pointer.totalCount();
            quiet = now == count ? quiet + 1 : 0;
            count = now;
        }
        return count;
    }

    /** JavaCPP frees garbage in a thread of its own. */
    private static void pause() {
        try {
            Thread.sleep(ROUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
