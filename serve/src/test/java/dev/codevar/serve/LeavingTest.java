package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.TestServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that vanish, that say half of something, and that read or send slowly: the service goes on, and works for nobody who has left. */
@Timeout(120)
class LeavingTest {
    private static final String LONG = "{\"prompt\":\"Bag\",\"n\":64,\"plan\":\"var\"}";
    private static final String GENERATE = "/v1/images/generations";

    private TestServer server = TestServer.start();

    @AfterEach
    void stillServes() {
        assertThat(server.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                .isEqualTo(200);
        server.close();
    }

    private void restart(ServeLimits limits) {
        server.close();
        server = TestServer.start(ServeOptions.DEFAULT.withLimits(limits));
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

    /** Connections that say nothing, or half of something, keep nobody out. */
    @Test
    void halfOpenConnectionsKeepNobodyOut() throws IOException {
        List<Wire> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            silent.add(Wire.to(server));
            if (i % 2 == 0) {
                silent.get(i).write("POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nConte");
            }
        }
        assertThat(server.get("healthz").status()).isEqualTo(200);
        close(silent);
    }

    private static void close(List<Wire> wires) throws IOException {
        for (Wire one : wires) {
            one.close();
        }
    }

    /** Whole heads without the bodies that they promise: a thread for each would leave none for others. */
    @Test
    void bodiesThatDoNotComeKeepNobodyOut() throws IOException {
        List<Wire> silent = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String path = i % 2 == 0 ? GENERATE : "/api/jobs";
            silent.add(Wire.to(server).write(Wire.post(path, "application/json", 100) + "{"));
        }
        assertThat(server.send(server.to("healthz")
                                .timeout(Duration.ofSeconds(20))
                                .GET())
                        .status())
                .isEqualTo(200);
        assertThat(server.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                .isEqualTo(200);
        close(silent);
    }

    private Answer upload(int bytes) {
        return server.send(server.to("v1/images/edits")
                .header("Content-Type", FormBody.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])));
    }

    /** Each is taken apart in five times its size. */
    @Test
    void fewLargeUploadsAreTakenAtATime() throws Exception {
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(Wire.to(server).write(Wire.post("/v1/images/edits", FormBody.TYPE, 10 << 20) + "-"));
        }
        // Whichever comes last is answered, and the three others are on their way.
        assertThat(answered(slow).line()).contains(" 429 ");
        Answer answer = upload(1 << 20);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.raw().headers().firstValue("retry-after")).isPresent();
        close(slow);
        while (answer.status() == 429) {
            answer = upload(1 << 20);
        }
        assertThat(answer.status()).as("when they are gone").isEqualTo(400);
    }

    /** Who goes on sending what was refused by its head still gets the answer. */
    @Test
    void whoIsRefusedWhileItSendsIsTold() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Wire wire = Wire.to(server)) {
                wire.write(Wire.post("/v1/images/edits", FormBody.TYPE, 30 << 20));
                // The answer is there, and perhaps the connection closed, before the rest is sent.
                Thread.sleep(20);
                for (int sent = 0; sent < 30; sent++) {
                    wire.write("x".repeat(1 << 20));
                }
                assertThat(wire.line()).contains(" 413 ");
            }
        }
    }

    private static Wire answered(List<Wire> wires) throws Exception {
        while (true) {
            for (Wire one : wires) {
                if (one.answered()) {
                    return one;
                }
            }
            Thread.sleep(5);
        }
    }

    /** A byte now and then would hold a place for hours. */
    @Test
    void aBodyHasItsTime() throws Exception {
        restart(ServeLimits.with(limits -> limits.uploads(1).uploadTime(Duration.ofMillis(1500))));
        try (Wire slow = Wire.to(server)) {
            slow.write(Wire.post("/v1/images/edits", FormBody.TYPE, 1 << 20));
            while (!slow.answered()) {
                slow.write("-");
                Thread.sleep(20);
            }
            assertThat(slow.line()).contains(" 408 ");
            assertThat(upload(1 << 20).status()).as("its place is free").isEqualTo(400);
            assertThat(slow.rest())
                    .as("the connection is closed")
                    .contains("\"code\":\"slow_body\"")
                    .containsIgnoringCase("x-should-retry: false");
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

    /** More are served when others have left. */
    @Test
    void connectionsAreCounted() throws Exception {
        restart(ServeLimits.with(limits -> limits.connections(4)));
        List<Wire> open = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            open.add(Wire.to(server).write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        }
        Thread.sleep(500);
        int answered = 0;
        for (Wire one : open) {
            answered += one.answered() ? 1 : 0;
        }
        assertThat(answered).isEqualTo(4);
        for (Wire one : List.copyOf(open)) {
            if (one.answered()) {
                one.close();
                open.remove(one);
            }
        }
        for (Wire one : open) {
            assertThat(one.line()).contains(" 200 ");
        }
        close(open);
    }
}
