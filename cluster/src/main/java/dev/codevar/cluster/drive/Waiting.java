package dev.codevar.cluster.drive;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says so when the cluster gives no executor, or none in the place of those that are lost: Spark would wait in silence. */
final class Waiting implements AutoCloseable {
    private static final int SECONDS = 30;

    private final CountDownLatch over = new CountDownLatch(1);

    Waiting(Counters counters, Consumer<String> notes) {
        Thread thread = new Thread(() -> watch(counters, notes), "waiting-for-executors");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(Counters counters, Consumer<String> notes) {
        try {
            while (!over.await(SECONDS, TimeUnit.SECONDS)) {
                if (counters.executors() == 0) {
                    notes.accept("the cluster gives no executor: it has none with so many cores (--threads) and so much"
                            + " memory free");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
