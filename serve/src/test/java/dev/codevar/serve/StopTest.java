package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.EngineCounters;
import dev.codevar.serve.TestServer.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stopping: what was promised is done, what comes is refused, and it ends. */
@Timeout(120)
class StopTest {
    /** Much longer than what is promised takes, on a busy machine too. */
    private static final ServeOptions PATIENT = ServeOptions.DEFAULT.withGrace(Duration.ofMinutes(5));

    @Test
    void whatWasPromisedIsDone() throws Exception {
        try (TestServer server = TestServer.start(PATIENT)) {
            List<CompletableFuture<Answer>> promised = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                promised.add(server.generate("{\"prompt\":\"Bag\",\"n\":16,\"seed\":" + i + "}"));
            }
            while (taken(server.engine.counters()) < 8 * 16) {
                Thread.sleep(2);
            }
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(server.server::stop);
            for (CompletableFuture<Answer> one : promised) {
                assertThat(one.get().status()).isEqualTo(200);
                assertThat(one.get().json().get("data")).hasSize(16);
            }
            stopping.get();
            assertThatThrownBy(() -> server.get("healthz")).isInstanceOf(UncheckedIOException.class);
        }
    }

    /** {@return pictures of requests that were taken} */
    private static long taken(EngineCounters counters) {
        return counters.waitingPictures() + counters.runningPictures() + counters.pictures();
    }

    @Test
    void afterItsGraceItEndsWhatIsLeft() throws Exception {
        ServeOptions hurried = ServeOptions.DEFAULT
                .withGrace(Duration.ofMillis(100))
                .withLimits(ServeLimits.with(limits -> limits.pictures(4096)));
        try (TestServer server = TestServer.start(hurried)) {
            CompletableFuture<Answer> endless = server.generate("{\"prompt\":\"Bag\",\"n\":4096,\"plan\":\"var\"}");
            while (server.get("api/status").json().get("waiting_requests").asInt() < 1) {
                Thread.sleep(2);
            }
            server.server.stop();
            assertThat(endless.get().status()).isEqualTo(503);
            assertThat(endless.get().json().get("error").get("code").asText()).isEqualTo("draining");
            assertThat(endless.get().raw().headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void whatComesMeanwhileIsRefused() throws Exception {
        try (TestServer server = TestServer.start(PATIENT)) {
            CompletableFuture<Answer> promised = server.generate("{\"prompt\":\"Bag\",\"n\":64,\"plan\":\"var\"}");
            while (server.engine.counters().runningPictures() == 0) {
                Thread.sleep(1);
            }
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(server.server::stop);
            while (server.get("readyz").status() == 200) {
                Thread.sleep(1);
            }
            Answer refused = server.post("v1/images/generations", "{\"prompt\":\"Bag\"}");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.raw().headers().firstValue("retry-after")).isPresent();
            assertThat(promised.get().status()).isEqualTo(200);
            stopping.get();
        }
    }

    /** A promise is kept when its answer has arrived, not when it is made. */
    @Test
    void whatIsAnsweredIsSentToSlowReadersToo() throws Exception {
        try (TestServer server = TestServer.start();
                Wire slow = Wire.narrow(server)) {
            byte[] large = SlowReadersTest.largeFile(server);
            slow.write(Wire.post("/api/restore", "image/png", large.length)).write(large);
            String head = slow.until("\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 200 ");
            Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
            assertThat(length.find()).isTrue();
            CompletableFuture<Void> stopping =
                    CompletableFuture.runAsync(() -> server.server.stop(Duration.ofMillis(300)));
            // Longer than servers wait for clients by default when they stop.
            Thread.sleep(1500);
            String body = slow.slowly(Integer.parseInt(length.group(1)), 25, 100);
            assertThat(body.length()).as("bytes that came").isEqualTo(Integer.parseInt(length.group(1)));
            stopping.get();
        }
    }
}
