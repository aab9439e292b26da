package dev.codevar.serve.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TickerTest {

    /** One that fails, for want of memory even, ends neither itself nor others. */
    @Test
    void whatFailsIsRepeatedAllTheSame() throws InterruptedException {
        CountDownLatch failures = new CountDownLatch(3);
        CountDownLatch others = new CountDownLatch(3);
        try (Ticker ticker = new Ticker(Duration.ofMillis(10))) {
            ticker.always(() -> {
                failures.countDown();
                throw new OutOfMemoryError("of a test");
            });
            ticker.always(others::countDown);
            failures.await();
            others.await();
        }
    }
}
