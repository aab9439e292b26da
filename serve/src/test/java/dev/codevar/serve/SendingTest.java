package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that say nothing, or half of something: others are served. */
@Timeout(120)
class SendingTest {
    private static final String GENERATE = "/v1/images/generations";

    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    @AfterEach
    void stillServes() {
        assertThat(SERVER.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                .isEqualTo(200);
    }

    /** Connections that say nothing, or half of something, keep nobody out. */
    @Test
    void halfOpenConnectionsKeepNobodyOut() throws IOException {
        List<Wire> silent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            silent.add(Wire.to(SERVER));
            if (i % 2 == 0) {
                silent.get(i).write("POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nConte");
            }
        }
        assertThat(SERVER.get("healthz").status()).isEqualTo(200);
        Wire.close(silent);
    }

    /** Whole heads without the bodies that they promise: a thread for each would leave none for others. */
    @Test
    void bodiesThatDoNotComeKeepNobodyOut() throws IOException {
        List<Wire> silent = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            String path = i % 2 == 0 ? GENERATE : "/api/jobs";
            silent.add(Wire.to(SERVER).write(Wire.post(path, "application/json", 100) + "{"));
        }
        assertThat(SERVER.send(SERVER.to("healthz")
                                .timeout(Duration.ofSeconds(20))
                                .GET())
                        .status())
                .isEqualTo(200);
        stillServes();
        Wire.close(silent);
    }

    /** A head of one more letter now and then: its connection is never silent. */
    @Test
    void aHeadHasItsTime() throws Exception {
        try (TestServer hurried =
                        TestServer.start(ServeLimits.with(limits -> limits.headTime(Duration.ofMillis(1500))));
                Busy busy = new Busy(hurried.code);
                Wire slow = Wire.to(hurried);
                Wire silent = Wire.to(hurried);
                Wire waiting = Wire.to(hurried)) {
            waiting.write(Wire.postJson(GENERATE, "{\"prompt\":\"Coat\"}"));
            slow.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(slow.line()).contains(" 200 ");
            slow.until("{\"status\":\"ok\"}");
            slow.write("GET /healthz HTTP/1.1\r\nHost: ");
            while (!slow.answered()) {
                slow.write("x");
                Thread.sleep(20);
            }
            assertThat(slow.rest())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("the request's head was not here within 1 s", "slow_head")
                    .doesNotContain("200");
            assertThat(silent.rest()).as("to who has sent nothing").isEmpty();
            busy.close();
            assertThat(waiting.line()).as("who waits for its answer").contains(" 200 ");
        }
    }

    /** More are served when others have left. */
    @Test
    void connectionsAreCounted() throws Exception {
        List<Wire> open = new ArrayList<>();
        try (TestServer small = TestServer.start(ServeLimits.with(limits -> limits.connections(4)))) {
            for (int i = 0; i < 6; i++) {
                open.add(Wire.to(small).write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
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
        }
        Wire.close(open);
    }
}
