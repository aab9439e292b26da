package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.serve.TestServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much a request may say: heads, bodies, texts, JSON, forms. Whatever is more is refused in one line that has the number. */
@Timeout(60)
class BoundsTest {
    private static final String GENERATE = "v1/images/generations";
    private static final int HEAD = 2048;
    private static final int BODY = 3000;
    private static final int TEXT = 100;
    private static final int TOKENS = 64;
    private static final int DEPTH = 4;
    private static final int PARTS = 4;
    private static final int PART_HEAD = 1024;

    @AutoClose
    private static final TestServer SERVER = TestServer.start(ServeLimits.with(limits -> limits.headBytes(HEAD)
            .smallBytes(BODY)
            .text(TEXT)
            .jsonTokens(TOKENS)
            .jsonDepth(DEPTH)
            .parts(PARTS)
            .partHead(PART_HEAD)));

    private static void assertRefused(JsonNode error, String code, String message) {
        assertThat(error.path("code").asText()).as(error.toString()).isEqualTo(code);
        assertThat(error.path("message").asText()).contains(message).doesNotContain("\n");
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    }

    private static void assertRefused(Answer answer, int status, String code, String message) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertRefused(answer.json().get("error"), code, message);
    }

    private static Answer generate(String fields) {
        return SERVER.post(GENERATE, "{\"prompt\":\"Bag\"" + fields + "}");
    }

    private static void assertTaken(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String asked(String head) throws IOException {
        try (Wire wire = Wire.to(SERVER)) {
            return wire.write(head + "\r\nConnection: close\r\n\r\n").rest();
        }
    }

    @Test
    void heads() throws IOException {
        String few = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: ";
        assertThat(asked(few + "x".repeat(HEAD / 2))).startsWith("HTTP/1.1 200 ");
        String answer = asked(few + "x".repeat(HEAD));
        assertThat(answer).startsWith("HTTP/1.1 431 ");
        assertRefused(problem(answer).path("error"), "too_large", "more than 2048 bytes");
        String address = asked("GET /" + "x".repeat(HEAD) + " HTTP/1.1\r\nHost: localhost");
        assertThat(address).startsWith("HTTP/1.1 414 ");
        assertThat(problem(address).path("detail").asText()).contains("more than 2048 bytes");
        assertThat(problem(address).path("code").asText()).isEqualTo("too_large");
    }

    private static JsonNode problem(String answer) {
        return TestServer.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    @Test
    void bodiesWithoutPictures() {
        String most = "{\"prompt\":\"Bag\"}" + " ".repeat(BODY - 16);
        assertTaken(SERVER.post(GENERATE, most));
        assertRefused(SERVER.post(GENERATE, most + " "), 413, "too_large", "more than 3000 bytes");
        assertThat(SERVER.post("api/jobs", "{\"class\":\"Bag\"}" + " ".repeat(BODY))
                        .status())
                .as("where pictures may come")
                .isEqualTo(202);
    }

    @Test
    void textsOfJson() {
        String most = "Bag" + " ".repeat(TEXT - 3);
        assertTaken(SERVER.post(GENERATE, "{\"prompt\":\"" + most + "\"}"));
        Answer refused = SERVER.post(GENERATE, "{\"prompt\":\"" + most + " \"}");
        assertRefused(refused, 400, "invalid_value", "prompt has more than 100 characters");
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("prompt");
        Answer job = SERVER.post("api/jobs", "{\"class\":[\"Bag\",\"" + "x".repeat(TEXT + 1) + "\"]}");
        assertThat(job.status()).isEqualTo(400);
        assertThat(job.json().get("detail").asText()).contains("class has more than 100 characters");
        assertTaken(generate(",\"" + "x".repeat(TEXT) + "\":1"));
        assertRefused(generate(",\"" + "x".repeat(TEXT + 1) + "\":1"), 400, "too_large", "(100");
        assertTaken(generate(",\"other\":" + "1".repeat(TEXT)));
        assertRefused(generate(",\"other\":" + "1".repeat(TEXT + 1)), 400, "too_large", "(100");
    }

    @Test
    void tokensAndDepthOfJson() {
        // Two braces, a name and its value before; a name and two brackets.
        assertTaken(generate(",\"a\":[" + "1,".repeat(TOKENS - 8) + "1]"));
        Answer more = generate(",\"a\":[" + "1,".repeat(TOKENS - 7) + "1]");
        assertRefused(more, 400, "too_large", "(" + TOKENS + ")");
        assertTaken(generate(",\"a\":" + "[".repeat(DEPTH - 1) + "]".repeat(DEPTH - 1)));
        Answer deeper = generate(",\"a\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH));
        assertRefused(deeper, 400, "too_large", "(" + DEPTH + ")");
        for (Answer answer : new Answer[] {more, deeper}) {
            assertThat(answer.text()).startsWith("{\"error\":{\"message\":\"more JSON than is taken here: ");
            assertThat(answer.text()).doesNotContain("StreamReadConstraints");
        }
    }

    private static Answer edit(FormBody form) {
        return SERVER.send(SERVER.to("v1/images/edits")
                .header("Content-Type", FormBody.TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.bytes())));
    }

    /** A form of three parts. */
    private static FormBody form(String prompt) {
        return new FormBody()
                .file("image", "a.png", TestPictures.png(TestPictures.whiteTop()))
                .file("mask", "m.png", TestPictures.png(TestPictures.whiteLeft()))
                .text("prompt", prompt);
    }

    @Test
    void partsOfForms() {
        assertTaken(edit(form("Bag").text("n", "1")));
        assertRefused(edit(form("Bag").text("n", "1").text("seed", "1")), 400, "too_large", "more than 4 parts");
        assertTaken(edit(form("Bag").text("x".repeat(PART_HEAD / 2), "1")));
        assertRefused(
                edit(form("Bag").text("x".repeat(PART_HEAD), "1")), 400, "too_large", "head of more than 1024 bytes");
    }

    @Test
    void textsOfForms() {
        assertTaken(edit(form("Bag" + " ".repeat(TEXT - 3))));
        for (int length : new int[] {TEXT + 1, 100_000}) {
            assertRefused(edit(form("é".repeat(length))), 400, "invalid_value", "prompt has more than 100 characters");
        }
        byte[] noText = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        assertTaken(edit(form("Bag").file("unknown", "u", noText)));
    }
}
