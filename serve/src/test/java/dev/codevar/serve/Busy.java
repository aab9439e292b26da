package dev.codevar.serve;

import dev.codevar.CoDe;
import dev.codevar.GenerationHandle;
import dev.codevar.GenerationObserver;
import java.util.concurrent.CountDownLatch;

/** Somebody else's picture at which the engine stays, until this is closed; another one waits behind it. */
public final class Busy implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final GenerationHandle begun;
    private final GenerationHandle waiting;

    public Busy(CoDe code) {
        CountDownLatch there = new CountDownLatch(1);
        // Observers are called on the engine's own thread, which waits for them.
        begun = submit(code, new GenerationObserver() {
            @Override
            public void batchStarted(int first, int pictures) {
                there.countDown();
                await(closed);
            }
        });
        await(there);
        waiting = submit(code, GenerationObserver.NONE);
    }

    private static GenerationHandle submit(CoDe code, GenerationObserver observer) {
        return code.submit(code.request().plan("small").classes("Bag").count(1).build(), observer);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return whether the engine still stays} */
    public boolean held() {
        return closed.getCount() > 0;
    }

    @Override
    public void close() {
        closed.countDown();
        begun.await();
        waiting.await();
    }
}
