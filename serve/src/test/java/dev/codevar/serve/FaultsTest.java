package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broken and hostile requests: the service goes on, and whoever comes next is served. */
@Timeout(120)
class FaultsTest {
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
    }

    @AfterEach
    void stillServes() {
        assertThat(server.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                .isEqualTo(200);
        server.close();
    }

    private Answer edit(String type, byte[] body) {
        return server.send(server.to("v1/images/edits")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Test
    void brokenFormsAreRefused() {
        byte[] whole = new FormBody().file("image", "a.png", new byte[100]).bytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - 30);
        assertThat(edit(FormBody.TYPE, cut).status()).as("without its end").isEqualTo(400);
        assertThat(edit("multipart/form-data", whole).status())
                .as("without a boundary")
                .isEqualTo(400);
        assertThat(edit("multipart/form-data; boundary=" + "x".repeat(200), whole)
                        .status())
                .isEqualTo(400);
        assertThat(edit(FormBody.TYPE, new byte[0]).status()).as("empty").isEqualTo(400);
        assertThat(edit(FormBody.TYPE, new byte[1000]).status()).as("zeros").isEqualTo(400);
        FormBody many = new FormBody();
        for (int i = 0; i < 1000; i++) {
            many.text("field" + i, "x");
        }
        assertThat(edit(FormBody.TYPE, many.bytes()).status())
                .as("a thousand parts")
                .isEqualTo(400);
        assertThat(edit("text/html", whole).status()).isEqualTo(415);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            assertThat(edit(FormBody.TYPE, changed).status()).as("try " + i).isEqualTo(400);
        }
    }

    @Test
    void brokenJsonIsRefused() {
        for (String body : List.of(
                "",
                "{",
                "null",
                "\"x\"",
                "{\"prompt\":\"Bag\"}x",
                "{\"a\":1,\"a\":2}",
                "[".repeat(100_000),
                "{\"n\":1e999}")) {
            assertThat(server.post("v1/images/generations", body).status()).isEqualTo(400);
        }
    }

    /** A part without a file name, of which other servers keep all in memory. */
    @Test
    void whatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
        try (Wire wire = Wire.to(server)) {
            wire.write(Wire.post("/v1/images/edits", FormBody.TYPE, 100L << 20));
            assertThat(wire.line()).contains(" 413 ");
        }
        try (Wire wire = Wire.to(server)) {
            wire.write("POST /v1/images/edits HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FormBody.TYPE
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            String line = "";
            try {
                for (int i = 0; i < 100; i++) {
                    wire.write("100000\r\n" + "x".repeat(1 << 20) + "\r\n");
                }
            } catch (SocketException closedByTheServer) {
                line = "closed";
            }
            try {
                line = wire.line();
            } catch (SocketException closedByTheServer) {
                // The answer was lost with the connection, as it may be where a client goes on sending.
            }
            assertThat(line).containsAnyOf(" 413 ", "closed");
        }
    }

    /** A header that promises 60,000 by 60,000 pixels. */
    @Test
    void hugePicturesAreRefusedByTheirHeader() {
        Instant begun = Instant.now();
        Answer answer = edit(
                FormBody.TYPE,
                new FormBody()
                        .file("image", "a.png", pngHeader(60_000, 60_000))
                        .text("prompt", "Bag")
                        .bytes());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").get("param").asText()).isEqualTo("image");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    private static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17);
        header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        out.writeBytes(ByteBuffer.allocate(4).putInt(13).array());
        out.writeBytes(header.array());
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        return out.toByteArray();
    }

    @Test
    void bodiesThatWouldFillMemoryAreRefused() {
        assertThat(server.post("v1/images/generations", "{\"a\":[" + "{},".repeat(60_000) + "{}]}")
                        .status())
                .isEqualTo(400);
        assertThat(server.post("v1/images/generations", "{\"prompt\":\"" + "sneaker,".repeat(30_000) + "\"}")
                        .text())
                .contains("4000 characters");
        assertThat(server.post("v1/images/generations", "{\"prompt\":\"" + "x".repeat(1 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
    }
}
