package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.PictureFiles;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.serve.TestServer.Answer;
import dev.codevar.vqvae.VqVaeConfig;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Of many clients that do not read those go for which most waits; memory holds what the limit says. Pictures of a random model are large, so
 * that the kernel does not keep them all by itself.
 */
@Timeout(180)
class SlowReadersTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 4, 8);
    private static final String JOB = "{\"class\":3,\"count\":16,\"seed\":1,\"previews\":true}";

    /** {@return a server of large pictures} */
    static TestServer start(ServeLimits limits) {
        ModelSet set = ModelSet.random(
                Map.of("large", new VarConfig(1, 2, 10, 512, 32, false, PYRAMID)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 1, 1, 1), 1, false, false, 4, PYRAMID));
        return TestServer.of(set, ServeOptions.DEFAULT.withLimits(limits));
    }

    /** {@return where all of a job is told, its pictures among it} */
    private static String events(TestServer server) {
        String id = server.post("api/jobs", JOB).json().get("id").asText();
        String path = "api/jobs/" + id + "/events";
        assertThat(server.get(path).text()).contains("event: done");
        return path;
    }

    private static long unread(TestServer server) {
        return server.get("metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("codevar_unread_bytes "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSlowestAreLetGo() throws Exception {
        long stream;
        try (TestServer server = start(ServeLimits.DEFAULT)) {
            stream = server.get(events(server)).body().length;
        }
        assertThat(stream).as("more than the kernel keeps").isGreaterThan(3L << 20);
        long most = 3 * stream;
        try (TestServer server = start(ServeLimits.with(limits -> limits.unreadBytes(most)))) {
            String path = events(server);
            List<Wire> slow = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                slow.add(Wire.narrow(server).write("GET /" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            }
            long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            long seen = 0;
            while (System.nanoTime() < deadline) {
                seen = Math.max(seen, unread(server));
            }
            assertThat(seen).as("bytes that waited").isBetween(most / 2, most);
            assertThat(server.get(path).text()).as("who reads").contains("event: done");
            int whole = 0;
            for (Wire wire : slow) {
                whole += wire.rest().contains("event: done") ? 1 : 0;
            }
            assertThat(whole).as("those that could stay").isBetween(1, 7);
            awaitNothingUnread(server);
        }
    }

    /** {@return a file of which, when it is restored, 3.9 MB come back as they are: what it says of an edit} */
    static byte[] largeFile(TestServer server) {
        String made = server.post("v1/images/generations", "{\"prompt\":\"3\"}")
                .json()
                .at("/data/0/b64_json")
                .asText();
        byte[] file = Base64.getDecoder().decode(made);
        Map<String, String> text = new LinkedHashMap<>(PictureFiles.text(file, "it"));
        text.put("codevar-source", "A".repeat(3_900_000));
        text.put("codevar-mask", "A");
        return PictureFiles.png(PictureFiles.read(file, "it"), text);
    }

    @Test
    void wholeAnswersCountToo() throws Exception {
        try (TestServer server = start(ServeLimits.with(limits -> limits.unreadBytes(6 << 20)))) {
            byte[] large = largeFile(server);
            Answer read = server.send(server.to("api/restore").POST(HttpRequest.BodyPublishers.ofByteArray(large)));
            assertThat(read.body()).hasSizeGreaterThan(3_900_000);
            // Else a connection stays open behind its answer, and the end of silence is waited for.
            String head = Wire.post("/api/restore", "image/png", large.length)
                    .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            List<Wire> slow = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Wire wire = Wire.narrow(server);
                wire.write(head);
                wire.write(new String(large, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
                slow.add(wire);
                Thread.sleep(300);
                assertThat(unread(server)).isLessThanOrEqualTo(6 << 20);
            }
            int whole = 0;
            for (Wire wire : slow) {
                whole += wire.rest().length() > 3_900_000 ? 1 : 0;
            }
            assertThat(whole).as("those that could stay").isBetween(1, 3);
            awaitNothingUnread(server);
        }
    }

    /** A client that takes nothing of its answer is no client any more. */
    @Test
    void whoTakesNothingForAWhileIsCut() throws Exception {
        try (TestServer server = start(ServeLimits.with(limits -> limits.silence(Duration.ofSeconds(3))))) {
            String path = events(server);
            try (Wire silent = Wire.narrow(server)) {
                silent.write("GET /" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(silent.line()).contains(" 200 ");
                awaitUnread(server, true);
                awaitNothingUnread(server);
                assertThat(silent.rest()).doesNotContain("event: done");
            }
        }
    }

    private static void awaitNothingUnread(TestServer server) throws InterruptedException {
        awaitUnread(server, false);
    }

    private static void awaitUnread(TestServer server, boolean any) throws InterruptedException {
        while (unread(server) > 100_000 != any) {
            Thread.sleep(20);
        }
    }
}
