package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.GenerationHandle;
import dev.codevar.GenerationObserver;
import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Picture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Behind Debian's nginx, at a sub-path, with its own buffering and timeouts: what is sent arrives when it is sent. */
@Tag("slow")
@Timeout(120)
class NginxTest {
    private static final int SCALES = 6;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void nginxIsThere() {
        assumeTrue(Files.isExecutable(Nginx.PROGRAM), "there is no nginx");
    }

    private BufferedReader stream(Nginx nginx, String json) throws IOException, InterruptedException {
        return new BufferedReader(new InputStreamReader(
                client.send(nginx.generate(json), HttpResponse.BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8));
    }

    @Test
    void thePageIsThere() throws Exception {
        try (TestServer server = TestServer.start();
                Nginx nginx = Nginx.before(server, folder)) {
            for (String file : List.of("", "main.js", "icon.svg")) {
                HttpResponse<byte[]> there = client.send(
                        HttpRequest.newBuilder(nginx.page().resolve(file)).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertThat(there.statusCode()).isEqualTo(200);
                assertThat(there.body()).isEqualTo(server.get(file).body());
            }
        }
    }

    /** Waits after each scale until it is told to go on; whoever is drawn in the same batch waits too. */
    private static GenerationHandle inStep(TestServer server, Semaphore steps) {
        return server.code.submit(
                server.code.request().plan("var").classes("Coat").count(1).build(), new GenerationObserver() {
                    @Override
                    public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                        steps.acquireUninterruptibly();
                    }
                });
    }

    /** The engine goes on with the next scale only when the client has seen the one before: a preview that is kept back would end it all. */
    @Test
    void previewsArriveOneByOne() throws Exception {
        Semaphore steps = new Semaphore(0);
        try (TestServer server = TestServer.start();
                Nginx nginx = Nginx.before(server, folder);
                Busy busy = new Busy(server.code)) {
            try (BufferedReader lines = stream(
                    nginx, "{\"prompt\":\"Bag\",\"seed\":4,\"plan\":\"var\",\"stream\":true,\"partial_images\":6}")) {
                assertThat(lines.readLine()).as("before anything is drawn").isEqualTo(": queue 1");
                GenerationHandle other = inStep(server, steps);
                busy.close();
                for (int scale = 0; scale < SCALES; scale++) {
                    assertThat(next(lines).get("partial_image_index").asInt()).isEqualTo(scale);
                    steps.release();
                }
                assertThat(TestPictures.read(next(lines).get("b64_json")))
                        .isEqualTo(TestPictures.drawn(server.code, "var", "Bag", 4));
                assertThat(other.await().batch()).as("drawn together").isEqualTo(2);
            } finally {
                steps.release(SCALES);
            }
        }
    }

    private static JsonNode next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data: {")) {
            line = lines.readLine();
        }
        return TestServer.parse(line.substring(6));
    }

    /** What was drawn for clients of a proxy that is no more is given up, streamed or not. */
    @Test
    void aProxyIsKilled() throws Exception {
        try (TestServer server = TestServer.start();
                Busy busy = new Busy(server.code);
                Nginx nginx = Nginx.before(server, folder)) {
            stream(nginx, "{\"prompt\":\"Bag\",\"n\":64,\"plan\":\"var\",\"stream\":true}")
                    .readLine();
            CompletableFuture<?> whole = client.sendAsync(
                    nginx.generate("{\"prompt\":\"Bag\",\"n\":64,\"plan\":\"var\"}"),
                    HttpResponse.BodyHandlers.ofString());
            while (server.engine.counters().waitingRequests() < 3) {
                Thread.sleep(10);
            }
            nginx.kill();
            while (server.engine.counters().waitingRequests() > 1) {
                Thread.sleep(10);
            }
            assertThat(busy.held()).as("before the engine had its turn").isTrue();
            busy.close();
            assertThat(server.engine.counters().cancelled()).isEqualTo(2);
            assertThat(server.post("v1/images/generations", "{\"prompt\":\"Bag\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(whole).isCompletedExceptionally();
        }
    }
}
