package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.serve.TestServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP itself asks of a server: methods, heads alone, and answers to what is none of its requests. */
@Timeout(60)
class HttpTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    @ParameterizedTest
    @CsvSource({
        "GET, v1/images/generations, POST",
        "DELETE, v1/models, 'GET, HEAD'",
        "PUT, api/jobs/1, 'DELETE, GET, HEAD'",
        "GET, api/jobs, POST",
        "OPTIONS, sdapi/v1/options, 'GET, HEAD, POST'",
        "POST, main.js, 'GET, HEAD'"
    })
    void otherMethodsAreToldWhichThereAre(String method, String path, String allowed) {
        Answer answer = SERVER.send(SERVER.to(path).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.raw().headers().firstValue("allow")).hasValue(allowed);
        assertThat(answer.text()).contains("method_not_allowed");
    }

    @ParameterizedTest
    @CsvSource({"''", "main.js", "v1/models", "api/status", "healthz", "metrics"})
    void aHeadIsThatOfTheWhole(String path) {
        Answer whole = SERVER.get(path);
        Answer head = SERVER.send(SERVER.to(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.raw().headers().firstValue("content-type"))
                .isEqualTo(whole.raw().headers().firstValue("content-type"))
                .isPresent();
    }

    @Test
    void whoForgetsThePathsBeginningIsToldIt() {
        assertThat(SERVER.post("images/generations", "{}").text()).contains("there is /v1/images/generations");
        assertThat(SERVER.get("v1/nothing").text()).doesNotContain("there is /");
    }

    /** Its events would never come to an end, and never be sent. */
    @Test
    void theHeadOfAStreamIsThereAtOnce() {
        try (Busy busy = new Busy(SERVER.code)) {
            String id = SERVER.post("api/jobs", "{\"class\":\"Bag\"}")
                    .json()
                    .get("id")
                    .asText();
            Answer head = SERVER.send(
                    SERVER.to("api/jobs/" + id + "/events").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(busy.held()).isTrue();
            assertThat(head.raw().headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
            assertThat(head.body()).isEmpty();
        }
    }

    private static String talk(String text) throws IOException {
        try (Wire wire = Wire.to(SERVER)) {
            return wire.write(text).rest();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /x y HTTP/1.1', 400",
        "'GET /v1/models HTTP/9.9', 505",
        "'GET /v1/models HTTP/1.1\r\nHost: a\r\nHost: b', 400",
        "'GET /v1/models HTTP/1.1', 400",
        "'POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1', 400",
        "'POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked', 400",
        "'GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX: LONG', 431",
        "'GET /LONG HTTP/1.1\r\nHost: localhost', 414",
        "'GET /%zz HTTP/1.1\r\nHost: localhost', 400",
        "'no HTTP at all', 400"
    })
    void whatIsNoRequestIsToldSoAsEverythingIs(String head, int status) throws IOException {
        String answer = talk(head.replace("LONG", "x".repeat(20_000)) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.");
        assertThat(answer.substring(9, 12)).isEqualTo(String.valueOf(status));
        assertThat(answer).doesNotContainIgnoringCase("<html").containsIgnoringCase("x-content-type-options: nosniff");
        JsonNode json = TestServer.parse(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        JsonNode error = json.path("error");
        String text = (error.isMissingNode() ? json.get("detail") : error.get("message")).asText();
        assertThat(text).isNotBlank().doesNotContain("\n", "xxx", "jetty");
    }
}
