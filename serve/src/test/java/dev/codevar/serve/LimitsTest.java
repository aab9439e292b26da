package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.serve.TestServer.Answer;
import dev.codevar.serve.TestServer.Event;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever meets a limit is told which, in the words of the API that was asked. */
@Timeout(120)
class LimitsTest {
    private static final String GENERATE = "v1/images/generations";
    private static final String BAG = "{\"prompt\":\"Bag\"}";

    private static TestServer with(UnaryOperator<ServeLimitsBuilder> change) {
        return TestServer.start(ServeLimits.with(change));
    }

    private static void assertRefused(Answer answer, int status, String type, String code) {
        assertThat(answer.status()).isEqualTo(status);
        JsonNode error = answer.json().get("error");
        assertThat(error.get("type").asText()).isEqualTo(type);
        assertThat(error.get("code").asText()).isEqualTo(code);
        assertThat(answer.raw().headers().firstValue("retry-after").isPresent())
                .as("worth another try")
                .isEqualTo(status == 429);
        assertThat(answer.raw().headers().firstValue("x-should-retry").isPresent())
                .isEqualTo(status != 429);
    }

    /** Behind the other one of those that keep the engine busy. */
    private static void awaitWaiting(TestServer server, int count) {
        while (server.engine.counters().waitingRequests() < 1 + count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void soManyMayWait() throws Exception {
        try (TestServer server = with(limits -> limits.requests(2));
                Busy busy = new Busy(server.code)) {
            CompletableFuture<Answer> waiting = server.generate(BAG);
            awaitWaiting(server, 1);
            assertRefused(server.post(GENERATE, BAG), 429, "rate_limit_error", "queue_full");
            assertThat(server.post("api/jobs", "{\"class\":\"Bag\"}")
                            .json()
                            .get("code")
                            .asText())
                    .isEqualTo("queue_full");
            busy.close();
            assertThat(waiting.get().status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestHasItsDeadline() throws Exception {
        try (TestServer server = with(limits -> limits.deadline(Duration.ofMillis(400)));
                Busy busy = new Busy(server.code)) {
            CompletableFuture<Answer> whole = server.generate(BAG);
            CompletableFuture<Answer> stream = server.generate("{\"prompt\":\"Bag\",\"stream\":true}");
            awaitWaiting(server, 2);
            Thread.sleep(500);
            busy.close();
            assertRefused(whole.get(), 504, "server_error", "deadline");
            List<Event> events = TestServer.events(stream.get().text());
            assertThat(events).hasSize(2);
            assertThat(events.get(0).type())
                    .as("libraries read errors without one")
                    .isEmpty();
            assertThat(events.get(0).json().at("/error/code").asText()).isEqualTo("deadline");
            assertThat(events.get(1).data()).isEqualTo("[DONE]");
        }
    }

    @Test
    void soManyPicturesARequest() {
        try (TestServer server = with(limits -> limits.pictures(3))) {
            assertRefused(
                    server.post(GENERATE, "{\"prompt\":\"Bag\",\"n\":4}"),
                    400,
                    "invalid_request_error",
                    "invalid_value");
            assertThat(server.post(GENERATE, "{\"prompt\":\"Bag\",\"n\":3}").status())
                    .isEqualTo(200);
            assertThat(server.post("api/jobs", "{\"class\":\"Bag\",\"count\":4}")
                            .status())
                    .isEqualTo(400);
            assertThat(server.post("sdapi/v1/txt2img", "{\"prompt\":\"Bag\",\"batch_size\":2,\"n_iter\":2}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void soManyPixelsAPicture() {
        int pixels = TestPictures.SIDE * TestPictures.SIDE;
        try (TestServer less = with(limits -> limits.uploadPixels(pixels - 1));
                TestServer enough = with(limits -> limits.uploadPixels(pixels))) {
            Answer refused = edit(less);
            assertRefused(refused, 400, "invalid_request_error", "invalid_value");
            assertThat(refused.json().at("/error/param").asText()).isEqualTo("image");
            assertThat(edit(enough).status()).isEqualTo(200);
        }
    }

    @Test
    void soLongASideAndSoManyChunks() {
        try (TestServer narrow = with(limits -> limits.uploadSide(TestPictures.SIDE - 1));
                TestServer few = with(limits -> limits.pngChunks(2))) {
            assertThat(edit(narrow).text()).contains("but a side may have " + (TestPictures.SIDE - 1));
            assertThat(edit(few).text()).contains("the PNG has more than 2 chunks");
        }
        assertThatThrownBy(() -> with(limits -> limits.jpegScans(0)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a budget of 0 JPEG scans; it must be 1..2147483647");
    }

    private static Answer edit(TestServer server) {
        FormBody form = new FormBody()
                .file("image", "a.png", TestPictures.png(TestPictures.whiteTop()))
                .file("mask", "m.png", TestPictures.png(TestPictures.whiteLeft()))
                .text("prompt", "Bag");
        return server.send(server.to("v1/images/edits")
                .header("Content-Type", FormBody.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes())));
    }

    private static String job(TestServer server) {
        String path = "api/jobs/"
                + server.post("api/jobs", "{\"class\":\"Bag\"}")
                        .json()
                        .get("id")
                        .asText();
        assertThat(server.get(path + "/events").text()).contains("event: done");
        return path;
    }

    private static String address(TestServer server) {
        return server.post(GENERATE, "{\"prompt\":\"Bag\",\"response_format\":\"url\"}")
                .json()
                .at("/data/0/url")
                .asText();
    }

    @Test
    void soMuchIsKept() {
        try (TestServer server = with(limits -> limits.keptBytes(8 << 10))) {
            String first = job(server);
            assertThat(server.get(first).status()).isEqualTo(200);
            String second = job(server);
            assertThat(server.get(second + "/pictures/0").status())
                    .as("the newest")
                    .isEqualTo(200);
            assertThat(server.get(first).status()).as("the oldest").isEqualTo(404);
            String address = address(server);
            assertThat(server.get(address).status()).isEqualTo(200);
            for (int i = 0; i < 20; i++) {
                address(server);
            }
            assertThat(server.get(address).status()).as("the oldest").isEqualTo(404);
        }
    }

    /** Of addresses that were answered none is gone before it is fetched, nor after the first is. */
    @Test
    void whatIsAnsweredTogetherIsKeptTogether() {
        try (TestServer server = with(limits -> limits.keptBytes(1))) {
            List<String> addresses = server.post(GENERATE, "{\"prompt\":\"Bag\",\"n\":3,\"response_format\":\"url\"}")
                    .json()
                    .findValuesAsText("url");
            assertThat(addresses).hasSize(3);
            for (String address : addresses) {
                assertThat(server.get(address).status()).as(address).isEqualTo(200);
            }
            String next = address(server);
            assertThat(addresses).allMatch(old -> server.get(old).status() == 404);
            assertThat(server.get(next).status()).isEqualTo(200);
        }
    }

    @Test
    void soLongItIsKept() throws InterruptedException {
        try (TestServer server = with(limits -> limits.keep(Duration.ofSeconds(2)))) {
            String address = address(server);
            String job = job(server);
            assertThat(server.get(job).status()).isEqualTo(200);
            Thread.sleep(2100);
            assertThat(server.get(job).status()).isEqualTo(404);
            assertRefused(server.get(address), 404, "invalid_request_error", "not_found");
        }
    }

    /** Who comes when a job has ended sees it grow, if it is small enough. */
    @Test
    void previewsOfSoManyPicturesAreKept() {
        try (TestServer server = with(limits -> limits.keptPreviews(2))) {
            assertThat(grown(server, 2)).isEqualTo(6);
            assertThat(grown(server, 3)).isZero();
        }
        try (TestServer server = with(limits -> limits.keptPreviews(0))) {
            assertThat(grown(server, 1)).isZero();
        }
    }

    private static long grown(TestServer server, int count) {
        String id = server.post("api/jobs", "{\"class\":\"Bag\",\"previews\":true,\"count\":" + count + "}")
                .json()
                .get("id")
                .asText();
        server.get("api/jobs/" + id + "/events");
        return TestServer.events(server.get("api/jobs/" + id + "/events").text()).stream()
                .filter(event -> event.type().equals("scale"))
                .count();
    }
}
