package dev.codevar.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.EditSource;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.serve.TestPictures;
import dev.codevar.serve.TestServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests in the shape in which Open WebUI, LibreChat and LobeChat send them, byte by byte: headers, fields, boundaries, chunks. {@code
 * {picture}} stands for a file.
 */
class RecordedTest {
    private static final String FILE = "{picture}";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** An answer. */
    private record Answer(String head, JsonNode json) {}

    private static Answer replay(String name, byte[] file) throws IOException {
        String recorded;
        try (InputStream in =
                Objects.requireNonNull(RecordedTest.class.getResourceAsStream("/recorded/" + name + ".http"))) {
            recorded = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        int end = recorded.indexOf("\n\n") + 2;
        String head = recorded.substring(0, end).replace("keep-alive", "close").replace("\n", "\r\n");
        String body = recorded.substring(end).strip();
        boolean form = head.contains("multipart/");
        String bytes = form ? body.replace("\n", "\r\n") + "\r\n" : body;
        bytes = bytes.replace(FILE, new String(file, StandardCharsets.ISO_8859_1));
        return send(head, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Answer send(String head, byte[] body) throws IOException {
        URI address = URI.create(server.server.address());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            if (head.contains("chunked")) {
                out.write(ascii(head));
                int half = body.length / 2;
                chunk(out, body, 0, half);
                chunk(out, body, half, body.length - half);
                out.write(ascii("0\r\n\r\n"));
            } else {
                out.write(ascii(head.stripTrailing() + "\r\nContent-Length: " + body.length + "\r\n\r\n"));
                out.write(body);
            }
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int blank = answer.indexOf("\r\n\r\n");
            return new Answer(answer.substring(0, blank), TestServer.parse(answer.substring(blank + 4)));
        }
    }

    private static void chunk(OutputStream out, byte[] bytes, int from, int count) throws IOException {
        out.write(ascii(Integer.toHexString(count) + "\r\n"));
        out.write(bytes, from, count);
        out.write(ascii("\r\n"));
        out.flush();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"open-webui-generate, Sneaker", "librechat-generate, Ankle boot", "lobechat-generate, Dress"})
    void pictures(String name, String label) throws IOException {
        Answer answer = replay(name, new byte[0]);
        assertThat(answer.head()).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("content-encoding");
        JsonNode one = answer.json().get("data").get(0);
        assertThat(one.get("revised_prompt").asText()).isEqualTo(label);
        assertThat(TestPictures.read(one.get("b64_json")))
                .isEqualTo(
                        TestPictures.drawn(server.code, label, one.get("seed").asLong()));
    }

    @Test
    void picturesAsOfAStableDiffusionWebUi() throws IOException {
        JsonNode json = replay("open-webui-a1111", new byte[0]).json();
        long seed = TestServer.parse(json.get("info").asText()).get("seed").asLong();
        assertThat(TestPictures.read(json.get("images").get(0)))
                .isEqualTo(TestPictures.drawn(server.code, "Sneaker", seed));
    }

    /** None of them sends a mask: what is transparent in the picture is drawn anew. */
    @ParameterizedTest
    @CsvSource({"open-webui-edit", "librechat-edit", "lobechat-edit"})
    void edits(String name) throws IOException {
        Picture coat = TestPictures.drawn(server.code, "Coat", 2);
        Picture laidOnWhite = whiteTop(coat);
        Mask top = PictureFiles.mask(TestPictures.whiteTop());
        Answer answer = replay(name, transparentTop(coat));
        assertThat(answer.head()).startsWith("HTTP/1.1 200");
        JsonNode one = answer.json().get("data").get(0);
        long seed = one.get("seed").asLong();
        assertThat(TestPictures.read(one.get("b64_json")))
                .isEqualTo(TestPictures.drawn(
                        server.code,
                        request -> request.classes("Coat").seed(seed).edit(new EditSource(laidOnWhite, top))));
    }

    /** Where nothing is transparent either, people read why it is not done. */
    @ParameterizedTest
    @CsvSource({"open-webui-edit", "librechat-edit", "lobechat-edit"})
    void withoutAMaskTheySayWhatIsMissing(String name) throws IOException {
        Answer answer = replay(name, TestPictures.png(TestPictures.drawn(server.code, "Coat", 2)));
        assertThat(answer.head()).startsWith("HTTP/1.1 400");
        assertThat(answer.json().at("/error/message").asText()).contains("no mask");
    }

    private static Picture whiteTop(Picture picture) {
        byte[] rgb = picture.rgb();
        Arrays.fill(rgb, 0, rgb.length / 2, (byte) 255);
        return new Picture(picture.width(), picture.height(), rgb);
    }

    private static byte[] transparentTop(Picture picture) throws IOException {
        int side = TestPictures.SIDE;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        byte[] rgb = picture.rgb();
        for (int i = 0; i < side * side; i++) {
            int colour = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
            image.setRGB(i % side, i / side, (i / side < side / 2 ? 0 : 0xff000000) | colour);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
