package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broken, hostile and vanishing clients: the service goes on, and whoever comes next is served. */
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

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(),
                URI.create(server.server.address()).getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String post(String path, String type, long length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                + length + "\r\n\r\n";
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
        try (Socket socket = connect()) {
            write(socket, post("/v1/images/edits", FormBody.TYPE, 100L << 20));
            assertThat(firstLine(socket)).contains(" 413 ");
        }
        try (Socket socket = connect()) {
            write(
                    socket,
                    "POST /v1/images/edits HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + FormBody.TYPE
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            String line = "";
            try {
                for (int i = 0; i < 100; i++) {
                    write(socket, "100000\r\n" + "x".repeat(1 << 20) + "\r\n");
                }
            } catch (SocketException closedByTheServer) {
                line = "closed";
            }
            try {
                line = firstLine(socket);
            } catch (SocketException closedByTheServer) {
                // The answer was lost with the connection, as it may be where a client goes on sending.
            }
            assertThat(line).containsAnyOf(" 413 ", "closed");
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
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

    /** Who leaves in the middle of a stream costs nothing more. */
    @Test
    void aStreamsWorkStopsWhenItsClientIsGone() throws Exception {
        String body = "{\"prompt\":\"Bag\",\"n\":64,\"stream\":true,\"partial_images\":6,\"plan\":\"var\"}";
        try (Socket socket = connect()) {
            socket.setSoLinger(true, 0);
            write(socket, post("/v1/images/generations", "application/json", body.length()) + body);
            assertThat(firstLine(socket)).contains(" 200 ");
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (server.engine.counters().cancelled() + server.engine.counters().done() == 0
                && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(server.engine.counters().cancelled()).isEqualTo(1);
        assertThat(server.engine.counters().waitingPictures()).isZero();
    }

    /** Connections that say nothing, or half of something, keep nobody out. */
    @Test
    void halfOpenConnectionsKeepNobodyOut() throws IOException {
        Socket[] silent = new Socket[100];
        for (int i = 0; i < silent.length; i++) {
            silent[i] = connect();
            if (i % 2 == 0) {
                write(silent[i], "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nConte");
            }
        }
        assertThat(server.get("healthz").status()).isEqualTo(200);
        for (Socket one : silent) {
            one.close();
        }
    }

    /** Whole heads without the bodies that they promise: a thread for each would leave none for others. */
    @Test
    void bodiesThatDoNotComeKeepNobodyOut() throws IOException {
        Socket[] silent = new Socket[150];
        for (int i = 0; i < silent.length; i++) {
            silent[i] = connect();
            String path = i % 2 == 0 ? "/v1/images/generations" : "/api/jobs";
            write(silent[i], post(path, "application/json", 100) + "{");
        }
        assertThat(server.send(server.to("healthz")
                                .timeout(Duration.ofSeconds(20))
                                .GET())
                        .status())
                .isEqualTo(200);
        assertThat(server.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                .isEqualTo(200);
        for (Socket one : silent) {
            one.close();
        }
    }

    /** Each is taken apart in five times its size. */
    @Test
    void fewLargeUploadsAreTakenAtATime() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(connect());
            write(slow.get(i), post("/v1/images/edits", FormBody.TYPE, 10 << 20) + "-");
        }
        // Whichever comes last is answered, and the three others are on their way.
        Socket last = answered(slow);
        assertThat(firstLine(last)).contains(" 429 ");
        Answer answer = edit(FormBody.TYPE, new byte[1 << 20]);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.raw().headers().firstValue("retry-after")).isPresent();
        for (Socket one : slow) {
            one.close();
        }
        while (answer.status() == 429) {
            answer = edit(FormBody.TYPE, new byte[1 << 20]);
        }
        assertThat(answer.status()).as("when they are gone").isEqualTo(400);
    }

    /** More than lies between two sockets: who sends it all before it reads finds the answer, not a broken connection. */
    @Test
    void whoSendsTooMuchIsToldSo() throws Exception {
        try (Socket sender = connect()) {
            byte[] piece = new byte[1 << 20];
            write(sender, post("/v1/images/generations", "application/json", 40L << 20));
            for (int i = 0; i < 40; i++) {
                sender.getOutputStream().write(piece);
            }
            assertThat(firstLine(sender)).contains(" 413 ");
        }
    }

    private static Socket answered(List<Socket> sockets) throws Exception {
        while (true) {
            for (Socket one : sockets) {
                if (one.getInputStream().available() > 0) {
                    return one;
                }
            }
            Thread.sleep(5);
        }
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

    /** A client that does not read its stream stops neither the engine nor others. */
    @Test
    void aSlowReaderKeepsNobodyWaiting() throws IOException {
        String body = "{\"prompt\":\"Bag\",\"n\":64,\"stream\":true,\"partial_images\":6}";
        try (Socket slow = connect()) {
            slow.setReceiveBufferSize(1024);
            write(slow, post("/v1/images/generations", "application/json", body.length()) + body);
            for (int i = 0; i < 3; i++) {
                assertThat(server.post("v1/images/generations", "{\"prompt\":\"Coat\"}")
                                .status())
                        .isEqualTo(200);
            }
        }
    }
}
