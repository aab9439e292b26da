package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.serve.TestServer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What options change. */
class ServeOptionsTest {
    private static final String GENERATE = "v1/images/generations";
    private static final String AS_ADDRESS = "{\"prompt\":\"Bag\",\"seed\":1,\"response_format\":\"url\"}";

    private static TestServer start(
            Optional<String> token, Optional<String> publicUrl, boolean strictSize, boolean jsonLog) {
        ServeOptions usual = ServeOptions.DEFAULT;
        return TestServer.start(new ServeOptions(
                usual.host(),
                0,
                usual.hostNames(),
                token,
                false,
                publicUrl,
                usual.limits(),
                usual.grace(),
                strictSize,
                jsonLog));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pictures.example:8443", "https://pictures.example", "a b", "::1"})
    void whatCanBeNoHostIsRefused(String name) {
        assertThatThrownBy(() -> ServeOptions.DEFAULT.withHostNames(List.of(name)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("host name '" + name + "' is not legal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "example.com/sd", "ftp://example.com", "https://", "https://a b", "https://example.com/?x=1"
            })
    void whatCanBeginNoAddressIsRefused(String url) {
        assertThatThrownBy(() -> start(Optional.empty(), Optional.of(url), false, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("public address '" + url + "' is not legal");
    }

    @Test
    void namesAndAddressesMayBeHosts() {
        List<String> names = List.of("pictures.example", "under_score", "[::1]", "10.0.0.1");
        assertThat(ServeOptions.DEFAULT.withHostNames(names).hostNames()).isEqualTo(names);
    }

    @Test
    void sizesAreStrictOrNot() {
        String large = "{\"prompt\":\"Bag\",\"size\":\"1024x1024\"}";
        try (TestServer server = start(Optional.empty(), Optional.empty(), true, false)) {
            Answer refused = server.post(GENERATE, large);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().at("/error/param").asText()).isEqualTo("size");
            for (String own : new String[] {"32x32", "auto"}) {
                assertThat(server.post(GENERATE, large.replace("1024x1024", own))
                                .status())
                        .as(own)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void addressesOfPicturesBeginAsClientsFindThem() {
        try (TestServer server = start(Optional.empty(), Optional.of("https://pictures.example/sd"), false, false)) {
            String address =
                    server.post(GENERATE, AS_ADDRESS).json().at("/data/0/url").asText();
            assertThat(address).startsWith("https://pictures.example/sd/v1/files/");
            assertThat(server.get(address.substring("https://pictures.example/sd/".length()))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void addressesOfPicturesNeedNoToken() {
        try (TestServer server = start(Optional.of("sesame"), Optional.empty(), false, false)) {
            Answer made = server.send(server.to(GENERATE)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer sesame")
                    .POST(HttpRequest.BodyPublishers.ofString(AS_ADDRESS)));
            URI address = URI.create(made.json().at("/data/0/url").asText());
            assertThat(server.get(address.toString()).status()).isEqualTo(200);
            assertThat(address.getPath()).as("192 bits that nobody guesses").matches("/v1/files/[0-9a-f]{48}");
        }
    }

    @Test
    void theLogHasALineARequest() throws InterruptedException {
        for (boolean json : new boolean[] {false, true}) {
            try (TestServer server = start(Optional.empty(), Optional.empty(), false, json)) {
                server.post(GENERATE, "{\"prompt\":\"Bag\"}");
                server.get("v1/nothing?secret=1");
                while (server.log.size() < 2) {
                    Thread.sleep(5);
                }
                assertThat(server.log).hasSize(2).noneMatch(line -> line.contains("secret") || line.contains("\n"));
                if (json) {
                    JsonNode line = TestServer.parse(server.log.get(0));
                    assertThat(line.get("status").asInt()).isEqualTo(200);
                    assertThat(line.get("seconds").asDouble())
                            .isGreaterThanOrEqualTo(line.get("draw_seconds").asDouble());
                    assertThat(line.has("queue_seconds")).isTrue();
                } else {
                    assertThat(server.log.get(0))
                            .matches("\\S+ 127\\.0\\.0\\.1 POST /v1/images/generations 200 seconds=[0-9.]+"
                                    + " queue_seconds=[0-9.]+ draw_seconds=[0-9.]+");
                    assertThat(server.log.get(1)).matches("\\S+ 127\\.0\\.0\\.1 GET /v1/nothing 404 seconds=[0-9.]+");
                }
            }
        }
    }
}
