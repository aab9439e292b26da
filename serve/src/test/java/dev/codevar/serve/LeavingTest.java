package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that vanish, and that read slowly: the service goes on, and works for nobody who has left. */
@Timeout(120)
class LeavingTest {
    private static final String LONG = "{\"prompt\":\"Bag\",\"n\":64,\"plan\":\"var\"}";
    private static final String GENERATE = "/v1/images/generations";

    private final TestServer server = TestServer.start();

    @AfterEach
    void stillServes() {
        assertThat(server.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                .isEqualTo(200);
        server.close();
    }

    private static void await(BooleanSupplier what) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!what.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(what.getAsBoolean()).isTrue();
    }

    private void awaitCancelled(int count) throws InterruptedException {
        await(() ->
                server.engine.counters().cancelled() + server.engine.counters().done() >= count);
        assertThat(server.engine.counters().cancelled()).isEqualTo(count);
        assertThat(server.engine.counters().waitingPictures()).isZero();
    }

    /** Who leaves in the middle of a stream costs nothing more. */
    @Test
    void aStreamsWorkStopsWhenItsClientIsGone() throws Exception {
        String body = "{\"prompt\":\"Bag\",\"n\":64,\"stream\":true,\"partial_images\":6,\"plan\":\"var\"}";
        try (Wire wire = Wire.to(server)) {
            assertThat(wire.write(Wire.postJson(GENERATE, body)).line()).contains(" 200 ");
            wire.reset();
        }
        awaitCancelled(1);
    }

    /** HTTP does not tell of those who wait for one answer; so their connections are looked at. */
    @Test
    void whatNobodyWaitsForIsNotDrawn() throws Exception {
        try (Busy busy = new Busy(server.code);
                Wire killed = Wire.to(server);
                Wire left = Wire.to(server);
                Wire other = Wire.to(server)) {
            killed.write(Wire.postJson(GENERATE, LONG));
            left.write(Wire.postJson("/sdapi/v1/txt2img", LONG.replace("\"n\"", "\"batch_size\"")));
            other.write(Wire.postJson(GENERATE, "{\"prompt\":\"Coat\",\"seed\":3}"));
            await(() -> server.engine.counters().waitingRequests() == 4);
            killed.reset();
            left.close();
            await(() -> server.engine.counters().waitingRequests() == 2);
            assertThat(busy.held()).as("before the engine had its turn").isTrue();
            busy.close();
            assertThat(other.line()).as("who still waits").contains(" 200 ");
        }
        assertThat(server.engine.counters().cancelled()).isEqualTo(2);
        await(() -> server.log.stream()
                        .filter(line -> line.contains(" POST ") && line.matches(".* 0 seconds=.*"))
                        .count()
                == 2);
    }

    /** Who sends a second request before the first is answered gets that answer, and has to ask again. */
    @Test
    void whoTalksOnIsAnswered() throws Exception {
        try (Busy busy = new Busy(server.code);
                Wire wire = Wire.to(server)) {
            wire.write(Wire.postJson(GENERATE, "{\"prompt\":\"Coat\"}"));
            await(() -> server.engine.counters().waitingRequests() == 2);
            wire.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Thread.sleep(1500);
            busy.close();
            assertThat(wire.rest()).startsWith("HTTP/1.1 200 ").containsIgnoringCase("connection: close");
        }
    }

    /** A client that does not read its stream stops neither the engine nor others. */
    @Test
    void aSlowReaderKeepsNobodyWaiting() throws IOException {
        String body = "{\"prompt\":\"Bag\",\"n\":64,\"stream\":true,\"partial_images\":6}";
        try (Wire slow = Wire.narrow(server)) {
            slow.write(Wire.postJson(GENERATE, body));
            for (int i = 0; i < 3; i++) {
                assertThat(server.post("v1/images/generations", "{\"prompt\":\"Coat\"}")
                                .status())
                        .isEqualTo(200);
            }
        }
    }
}
