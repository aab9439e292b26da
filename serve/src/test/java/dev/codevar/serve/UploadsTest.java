package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.serve.TestServer.Answer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send much, slowly, or many at a time: others are served, and memory holds. */
@Timeout(120)
class UploadsTest {
    private static final String GENERATE = "/v1/images/generations";
    private static final String EDIT = "/v1/images/edits";

    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    @AfterEach
    void stillServes() {
        assertThat(SERVER.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                .isEqualTo(200);
    }

    private static Answer upload(TestServer server, int bytes) {
        return server.send(server.to("v1/images/edits")
                .header("Content-Type", FormBody.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes])));
    }

    /** Each is taken apart in five times its size. */
    @Test
    void fewLargeUploadsAreTakenAtATime() throws Exception {
        List<Wire> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(Wire.to(SERVER).write(Wire.post(EDIT, FormBody.TYPE, 10 << 20) + "-"));
        }
        // Whichever comes last is answered, and the three others are on their way.
        assertThat(Wire.answered(slow).line()).contains(" 429 ");
        Answer answer = upload(SERVER, 1 << 20);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().at("/error/message").asText())
                .isEqualTo("bodies of more than 262144 bytes: no more than 3 at a time are read here; ask again");
        assertThat(answer.raw().headers().firstValue("retry-after")).isPresent();
        Wire.close(slow);
        while (answer.status() == 429) {
            answer = upload(SERVER, 1 << 20);
        }
        assertThat(answer.status()).as("when they are gone").isEqualTo(400);
    }

    /** A few hundred kilobytes each, of thousands of connections, would fill memory too. */
    @Test
    void noMoreSmallBodiesAreHeldThanFit() throws Exception {
        List<Wire> slow = new ArrayList<>();
        try (TestServer few = TestServer.start(ServeLimits.with(limits -> limits.smallBodies(3)))) {
            for (int i = 0; i < 4; i++) {
                slow.add(Wire.to(few).write(Wire.post(GENERATE, "application/json", 200_000) + "{"));
            }
            assertThat(Wire.answered(slow).rest())
                    .startsWith("HTTP/1.1 429 ")
                    .contains("bodies of 16384 to 262144 bytes: no more than 3 at a time are read here; ask again");
            assertThat(few.post("v1/images/generations", "{\"prompt\":\"Bag\"}").status())
                    .as("smaller ones are not counted")
                    .isEqualTo(200);
        }
        Wire.close(slow);
    }

    /** Four million pixels in a kilobyte: whoever sends many keeps no thread from others. */
    @Test
    void fewLargePicturesAreDecodedAtATime() throws Exception {
        try (TestServer server = TestServer.start(ServeLimits.with(limits -> limits.largePictures(1)))) {
            largePictures(server);
        }
    }

    private static void largePictures(TestServer server) throws Exception {
        FormBody form = new FormBody()
                .file("image", "a.png", blackAndWhite(2000, 0))
                .file("mask", "m.png", blackAndWhite(2000, 1000))
                .text("prompt", "Bag");
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            HttpRequest request = server.to("v1/images/edits")
                    .header("Content-Type", FormBody.TYPE)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes()))
                    .build();
            all.add(server.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> one : all) {
            statuses.add(one.get().statusCode());
            if (one.get().statusCode() == 429) {
                assertThat(one.get().body())
                        .contains(
                                "pictures of more than 1048576 pixels: no more than 1 at a time are read here; ask again");
            }
        }
        assertThat(statuses).contains(200, 429).isSubsetOf(200, 429);
    }

    /** {@return a picture of a bit a pixel, white in its first rows} */
    private static byte[] blackAndWhite(int side, int whiteRows) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, side, whiteRows);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** Requests may wait for minutes: what they came as is of no use by then. */
    @Test
    void whatWaitsKeepsNoBody() throws Exception {
        byte[] picture = TestPictures.png(TestPictures.drawn(SERVER.code, "Bag", 1));
        byte[] mask = TestPictures.png(TestPictures.whiteLeft());
        byte[] form = new FormBody()
                .file("image", "a.png", picture)
                .file("mask", "m.png", mask)
                .file("rest", "r", new byte[15 << 20])
                .text("prompt", "Bag")
                .bytes();
        List<Wire> waiting = new ArrayList<>();
        try (Busy busy = new Busy(SERVER.code)) {
            long before = usedBytes();
            for (int i = 0; i < 8; i++) {
                waiting.add(Wire.to(SERVER)
                        .write(Wire.post(EDIT, FormBody.TYPE, form.length))
                        .write(form));
                while (SERVER.engine.counters().waitingRequests() < i + 2) {
                    Thread.sleep(5);
                }
            }
            assertThat(usedBytes() - before).as("of 120 MB that were sent").isLessThan(40L << 20);
            assertThat(busy.held()).isTrue();
        }
        for (Wire one : waiting) {
            assertThat(one.line()).contains(" 200 ");
        }
        Wire.close(waiting);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Who goes on sending what was refused by its head still gets the answer. */
    @Test
    void whoIsRefusedWhileItSendsIsTold() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Wire wire = Wire.to(SERVER)) {
                wire.write(Wire.post(EDIT, FormBody.TYPE, 30 << 20));
                // The answer is there, and perhaps the connection closed, before the rest is sent.
                Thread.sleep(20);
                for (int sent = 0; sent < 30; sent++) {
                    wire.write("x".repeat(1 << 20));
                }
                assertThat(wire.line()).contains(" 413 ");
            }
        }
    }

    /** A byte now and then would hold a place for hours. */
    @Test
    void aBodyHasItsTime() throws Exception {
        ServeLimits limits = ServeLimits.with(change -> change.uploads(1).uploadTime(Duration.ofMillis(1500)));
        try (TestServer hurried = TestServer.start(limits);
                Wire slow = Wire.to(hurried)) {
            slow.write(Wire.post(EDIT, FormBody.TYPE, 1 << 20));
            while (!slow.answered()) {
                slow.write("-");
                Thread.sleep(20);
            }
            assertThat(slow.line()).contains(" 408 ");
            assertThat(upload(hurried, 1 << 20).status())
                    .as("its place is free")
                    .isEqualTo(400);
            assertThat(slow.rest())
                    .as("the connection is closed")
                    .contains("\"code\":\"slow_body\"")
                    .contains("the request's body was not here within 1 s")
                    .containsIgnoringCase("x-should-retry: false");
        }
    }

    /** Nothing at all is less than a byte now and then. */
    @Test
    void whoFallsSilentIsTold() throws Exception {
        ServeLimits limits = ServeLimits.with(change -> change.silence(Duration.ofSeconds(1)));
        try (TestServer hurried = TestServer.start(limits);
                Busy busy = new Busy(hurried.code);
                Wire waiting = Wire.to(hurried).write(Wire.postJson(GENERATE, "{\"prompt\":\"Coat\"}"));
                Wire body = Wire.to(hurried).write(Wire.post(GENERATE, "application/json", 100) + "{");
                Wire head = Wire.to(hurried).write("GET /healthz HTTP/1.1\r\nHo");
                Wire nothing = Wire.to(hurried)) {
            assertThat(body.rest())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("nothing more of the request's body came for 1 s");
            assertThat(head.rest())
                    .startsWith("HTTP/1.1 408 ")
                    .contains("nothing more of the request's head came for 1 s");
            assertThat(nothing.rest()).as("to who has asked for nothing").isEmpty();
            assertThat(busy.held()).isTrue();
            busy.close();
            assertThat(waiting.line()).as("who waits for its answer").contains(" 200 ");
        }
    }
}
