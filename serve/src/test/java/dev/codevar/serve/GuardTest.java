package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.serve.TestServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in: what browsers can be made to send by other pages, and those without a token, are not. */
class GuardTest {
    private static final String JSON = "application/json";

    /** {@return the status of a raw request: Java's client sets neither Host nor Origin as it is told} */
    private static int status(TestServer server, String head, String body) throws IOException {
        return Integer.parseInt(raw(server, head, body).substring(9, 12));
    }

    private static String raw(TestServer server, String head, String body) throws IOException {
        try (Wire wire = Wire.to(server)) {
            String length =
                    body.isEmpty() ? "" : "Content-Type: " + JSON + "\r\nContent-Length: " + body.length() + "\r\n";
            return wire.write(head + "\r\nConnection: close\r\n" + length + "\r\n" + body)
                    .rest();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:PORT, 200",
        "127.0.0.1:PORT, 200",
        "[::1]:PORT, 200",
        "LOCALHOST, 200",
        "pictures.example, 200",
        "evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "localhost.evil.example:PORT, 403",
        "10.0.0.1, 403"
    })
    void onLoopbackOnlyItsOwnNamesAreHosts(String host, int expected) throws IOException {
        try (TestServer server = TestServer.start(withHostName("pictures.example"))) {
            String named = host.replace(
                    "PORT", String.valueOf(URI.create(server.server.address()).getPort()));
            assertThat(status(server, "GET /v1/models HTTP/1.1\r\nHost: " + named, ""))
                    .isEqualTo(expected);
        }
    }

    /** A page's own name may be made to mean this machine; a browser that is at an address is at no other. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:PORT, 200, 401",
        "192.168.1.5:PORT, 200, 401",
        "[fe80::1]:PORT, 200, 401",
        "localhost, 200, 401",
        "pictures.example, 200, 401",
        "evil.example, 403, 401",
        "192.168.1.5.evil.example, 403, 401",
        "1.evil, 403, 401"
    })
    void whereOthersReachItWithoutATokenNamesHaveToBeKnown(String host, int without, int withToken) throws IOException {
        ServeOptions open = withHostName("pictures.example").withHost("0.0.0.0", true);
        for (Map.Entry<ServeOptions, Integer> one :
                Map.of(open, without, open.withToken("sesame"), withToken).entrySet()) {
            try (TestServer server = TestServer.start(one.getKey())) {
                String named = host.replace(
                        "PORT",
                        String.valueOf(URI.create(server.server.address()).getPort()));
                assertThat(status(server, "GET /v1/models HTTP/1.1\r\nHost: " + named, ""))
                        .isEqualTo(one.getValue());
            }
        }
    }

    @Test
    void otherOriginsMayNotChangeAnything() throws IOException {
        try (TestServer server = TestServer.start(withHostName("pictures.example"))) {
            int port = URI.create(server.server.address()).getPort();
            String own = "POST /v1/images/generations HTTP/1.1\r\nHost: localhost:" + port;
            String body = "{\"prompt\":\"Bag\"}";
            assertThat(status(server, own, body)).as("no browser").isEqualTo(200);
            assertThat(status(server, own + "\r\nOrigin: http://localhost:" + port, body))
                    .isEqualTo(200);
            assertThat(status(server, own + "\r\nOrigin: https://pictures.example", body))
                    .isEqualTo(200);
            for (String origin : List.of(
                    "null",
                    "http://evil.example",
                    "http://localhost:1",
                    "http://localhost",
                    "http://127.0.0.1:1",
                    "http://127.0.0.1:" + port,
                    "file://",
                    "x")) {
                assertThat(status(server, own + "\r\nOrigin: " + origin, body))
                        .as(origin)
                        .isEqualTo(403);
            }
            assertThat(status(server, own + "\r\nSec-Fetch-Site: cross-site", body))
                    .isEqualTo(403);
            assertThat(status(server, own + "\r\nSec-Fetch-Site: same-origin", body))
                    .isEqualTo(200);
            String form = own.replace("images/generations", "images/edits") + "\r\nContent-Type: " + FormBody.TYPE
                    + "\r\nContent-Length: 0\r\nOrigin: http://evil.example";
            assertThat(status(server, form, ""))
                    .as("which browsers send without asking")
                    .isEqualTo(403);
            String delete = own.replace("POST /v1/images/generations", "DELETE /api/jobs/1");
            assertThat(status(server, delete + "\r\nOrigin: null", "")).isEqualTo(403);
        }
    }

    @Test
    void withATokenNothingButThePageIsOpen() throws IOException {
        try (TestServer server = TestServer.start(withToken("sesame"))) {
            List<String> guarded = List.of(
                    "v1/models", "api/models", "api/status", "metrics", "api/jobs/1", "v1/nothing", "api/nothing");
            for (String path : guarded) {
                Answer refused = server.get(path);
                assertThat(refused.status()).as(path).isEqualTo(401);
                assertThat(refused.raw().headers().firstValue("www-authenticate"))
                        .hasValue("Bearer");
                for (String wrong : List.of("Bearer ", "Bearer sesam", "Bearer sesame1", "Basic sesame", "sesame")) {
                    assertThat(server.send(server.to(path)
                                            .header("Authorization", wrong)
                                            .GET())
                                    .status())
                            .as(wrong)
                            .isEqualTo(401);
                }
            }
            assertThat(server.send(server.to("v1/models")
                                    .header("Authorization", "Bearer sesame")
                                    .GET())
                            .status())
                    .isEqualTo(200);
            for (String open : List.of("", "healthz", "readyz")) {
                assertThat(server.get(open).status()).as(open).isEqualTo(200);
            }
            assertThat(server.get("v1/models?token=sesame").status())
                    .as("never in an address")
                    .isEqualTo(401);
            Answer body = server.send(server.to("v1/images/generations")
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", JSON)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1 << 20])));
            assertThat(body.status()).as("before the body is looked at").isEqualTo(401);
        }
    }

    @Test
    void otherMachinesNeedAToken() {
        assertThatThrownBy(() -> at("0.0.0.0", Optional.empty(), false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("--insecure");
        assertThat(at("0.0.0.0", Optional.of("x"), false).loopback()).isFalse();
        assertThat(at("0.0.0.0", Optional.empty(), true).loopback()).isFalse();
        assertThatThrownBy(() -> at("127.evil.example", Optional.empty(), false))
                .hasMessageContaining("--insecure");
        assertThat(at("127.0.0.2", Optional.empty(), false).loopback()).isTrue();
        assertThatThrownBy(() -> at("127.0.0.1", Optional.of(" "), false)).hasMessageContaining("empty");
        for (String token : List.of("two words", "token\n", "sésame")) {
            assertThatThrownBy(() -> at("127.0.0.1", Optional.of(token), false))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("ASCII")
                    .hasMessageNotContaining(token);
        }
    }

    @Test
    void theAddressThatIsPrintedIsOneThatIsServed() throws IOException {
        for (String host : List.of("127.0.0.2", "localhost")) {
            try (TestServer server = TestServer.start(at(host, Optional.empty(), false))) {
                assertThat(server.get("v1/models").status())
                        .as(server.server.address())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void everyAnswerHasItsTypeAndNoOtherIsGuessed() throws IOException {
        try (TestServer server = TestServer.start()) {
            for (String path : List.of("", "v1/models", "api/status", "healthz", "nothing")) {
                assertThat(server.get(path).raw().headers().firstValue("x-content-type-options"))
                        .as(path)
                        .hasValue("nosniff");
            }
            assertThat(server.get("")
                            .raw()
                            .headers()
                            .firstValue("content-security-policy")
                            .orElse(""))
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*", "http");
            assertThat(server.get("").raw().headers().firstValue("server")).isEmpty();
            for (String path :
                    List.of("/../secret", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd")) {
                assertThat(status(server, "GET " + path + " HTTP/1.1\r\nHost: localhost", ""))
                        .as(path)
                        .isBetween(400, 404);
            }
        }
    }

    @Test
    void thePagesFilesAreAskedForAgainOnlyIfTheyAreOthers() {
        try (TestServer server = TestServer.start()) {
            for (String path : List.of("", "main.js", "style.css", "icon.svg")) {
                Answer first = server.get(path);
                assertThat(first.status()).as(path).isEqualTo(200);
                String tag = first.raw().headers().firstValue("etag").orElse("");
                Answer again =
                        server.send(server.to(path).header("If-None-Match", tag).GET());
                assertThat(again.status()).as(path).isEqualTo(304);
                assertThat(server.send(server.to(path)
                                        .header("If-None-Match", "\"x\"")
                                        .GET())
                                .body())
                        .isEqualTo(first.body());
            }
        }
    }

    private static ServeOptions withHostName(String name) {
        return ServeOptions.DEFAULT.withHostNames(List.of(name));
    }

    private static ServeOptions withToken(String token) {
        return ServeOptions.DEFAULT.withToken(token);
    }

    private static ServeOptions at(String host, Optional<String> token, boolean insecure) {
        ServeOptions usual = token.map(ServeOptions.DEFAULT::withToken).orElse(ServeOptions.DEFAULT);
        return usual.withHost(host, insecure);
    }
}
