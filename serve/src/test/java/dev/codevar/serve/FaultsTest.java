package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
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
            String part = new String(
                    new FormBody().fileWithoutName("image", new byte[0]).bytes(), StandardCharsets.UTF_8);
            String opening = part.substring(0, part.indexOf("\r\n\r\n") + 4);
            wire.write(Integer.toHexString(opening.length()) + "\r\n" + opening + "\r\n");
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

    /** A header that promises 60,000 by 60,000 pixels, in every place where a picture is taken. */
    @Test
    void hugePicturesAreRefusedByTheirHeader() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(pngHeader(60_000, 60_000));
        file.writeBytes(chunk("IDAT", new byte[10]));
        file.writeBytes(chunk("IEND", new byte[0]));
        byte[] huge = file.toByteArray();
        byte[] small = TestPictures.png(TestPictures.whiteTop());
        String data = "\"data:image/png;base64," + Base64.getEncoder().encodeToString(huge) + "\"";
        String fine = TestPictures.data(TestPictures.whiteTop());
        assertHuge(
                edit(
                        FormBody.TYPE,
                        new FormBody()
                                .file("image", "a", huge)
                                .text("prompt", "Bag")
                                .bytes()),
                "image");
        assertHuge(
                edit(
                        FormBody.TYPE,
                        new FormBody()
                                .file("image", "a", small)
                                .file("mask", "m", huge)
                                .text("prompt", "Bag")
                                .bytes()),
                "mask");
        assertHuge(
                server.post("v1/images/edits", "{\"prompt\":\"Bag\",\"images\":[{\"image_url\":" + data + "}]}"),
                "image");
        assertHuge(server.post("api/jobs", "{\"class\":\"Bag\",\"edit\":{\"source\":" + data + "}}"), "edit.source");
        assertHuge(
                server.post(
                        "api/jobs", "{\"class\":\"Bag\",\"edit\":{\"source\":\"" + fine + "\",\"mask\":" + data + "}}"),
                "edit.mask");
        assertHuge(
                server.post("sdapi/v1/img2img", "{\"prompt\":\"Bag\",\"init_images\":[" + data + "]}"), "init_images");
        assertHuge(
                server.post(
                        "sdapi/v1/img2img",
                        "{\"prompt\":\"Bag\",\"init_images\":[\"" + fine + "\"],\"mask\":" + data + "}"),
                "mask");
    }

    private static void assertHuge(Answer answer, String field) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("cannot read the picture in '" + field + "': 60000x60000 pixels are more than 16777216");
    }

    /** Pictures that are small, and that decoders yet work on for minutes. */
    @Test
    void picturesOfTooManyPiecesAreRefused() {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.writeBytes(pngHeader(32, 32));
        for (int i = 0; i < 20_000; i++) {
            many.writeBytes(chunk("IDAT", new byte[0]));
        }
        Answer answer = edit(
                FormBody.TYPE,
                new FormBody()
                        .file("image", "a", many.toByteArray())
                        .text("prompt", "Bag")
                        .bytes());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("the PNG has more than 16384 chunks");
    }

    /** A hundred megabytes of text in a hundred kilobytes. */
    @Test
    void textThatUnfoldsIsRefused() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes("codevar\0\0".getBytes(StandardCharsets.ISO_8859_1));
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[100 << 20]);
        deflater.finish();
        byte[] block = new byte[1 << 20];
        while (!deflater.finished()) {
            packed.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(pngHeader(32, 32));
        file.writeBytes(chunk("zTXt", packed.toByteArray()));
        file.writeBytes(chunk("IEND", new byte[0]));
        Answer answer =
                server.send(server.to("api/restore").POST(HttpRequest.BodyPublishers.ofByteArray(file.toByteArray())));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText()).contains("4194304");
    }

    private static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        out.writeBytes(chunk("IHDR", header.array()));
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] named = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(8 + named.length)
                .putInt(data.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
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
