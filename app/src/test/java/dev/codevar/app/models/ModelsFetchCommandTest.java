package dev.codevar.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.codevar.app.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar models fetch} against a server on this machine. */
@Timeout(60)
class ModelsFetchCommandTest {
    /** Neither its size nor its hash was published, so that any content will do. */
    private static final String FILE = "drafter_8.pth";

    private static final byte[] CONTENT = "not really a model".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "29a6a9f19463c8e9c592d2f06fa009fe46e351b618667e95eac63df77c56f404";

    @TempDir
    Path folder;

    private final HttpServer server = start();
    /** What was asked for: the path and the range. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/models/", exchange -> {
            try (exchange) {
                String range = exchange.getRequestHeaders().getFirst("Range");
                asked.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
                int begin = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
                if (begin > 0) {
                    exchange.getResponseHeaders()
                            .set("Content-Range", "bytes " + begin + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
                }
                byte[] rest = Arrays.copyOfRange(CONTENT, begin, CONTENT.length);
                exchange.sendResponseHeaders(begin > 0 ? 206 : 200, rest.length);
                exchange.getResponseBody().write(rest);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String mirror() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/models";
    }

    @Test
    void aFileIsFetchedOnceAndItsHashSaid() {
        Path file = folder.resolve(FILE);
        Cli.Done people = Cli.run("models", "fetch", FILE, "--to", folder, "--mirror", mirror())
                .succeeds();
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(people.out())
                .isEqualToNormalizingNewlines(
                        file + "  18 bytes  sha256 " + SHA256 + "  not verified: no hash is published\n");
        JsonNode json = Cli.run("models", "fetch", FILE, FILE, "--to", folder, "--mirror", mirror(), "--json")
                .succeeds()
                .json();
        assertThat(json.path("files")).hasSize(1);
        assertThat(json.path("files").path(0).path("sha256").asText()).isEqualTo(SHA256);
        assertThat(json.path("files").path(0).path("verified").asBoolean()).isFalse();
        assertThat(asked).containsExactly("/models/" + FILE);
    }

    @Test
    void aPartOfAnUnknownVersionIsNotGoneOnWith() throws IOException {
        Files.write(folder.resolve(FILE + ".part"), Arrays.copyOf(CONTENT, 7));
        Cli.runWatched("models", "fetch", FILE, "--to", folder, "--mirror", mirror())
                .succeeds();
        assertThat(folder.resolve(FILE)).hasBinaryContent(CONTENT);
        assertThat(folder.resolve(FILE + ".part")).doesNotExist();
        assertThat(asked).as("from the beginning: no hash of it is published").containsExactly("/models/" + FILE);
    }

    @Test
    void otherBytesThanThePublishedAreRefused() {
        Cli.run("models", "fetch", "--bundle", "var-d16", "--to", folder, "--mirror", mirror())
                .fails(1, "vae_ch160v4096z32.pth", "18 bytes", "436075834");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aServerThatRefusesIsNamed() {
        Cli.run("models", "fetch", FILE, "--to", folder, "--mirror", mirror().replace("models", "other"))
                .fails(1, FILE, "404");
    }

    @Test
    void whatCanBeFetchedIsListed() {
        Cli.run("models", "fetch", "--list", "--to", "x").fails(2, "--to x does not go with it");
        assertThat(Cli.run("models", "fetch", "--list").succeeds().out())
                .contains(
                        "var_d36.pth",
                        "drafter_8.pth",
                        "bundle code-8: vae_ch160v4096z32.pth, drafter_8.pth, refiner_8.pth");
        JsonNode json = Cli.run("models", "fetch", "--list", "--bundle", "code-8", "--json")
                .succeeds()
                .json();
        assertThat(json.path("files").findValuesAsText("name"))
                .containsExactly("vae_ch160v4096z32.pth", "drafter_8.pth", "refiner_8.pth");
        assertThat(json.path("files").path(0).path("bytes").asLong()).isEqualTo(436075834);
        assertThat(json.path("files").path(1).has("sha256")).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void wrongQuestionsAreAnsweredInOneLine() {
        Cli.run("models", "fetch").fails(2, "nothing to fetch", "code-8");
        Cli.run("models", "fetch", "var_d17.pth").fails(2, "'var_d17.pth'", "var_d16.pth");
        Cli.run("models", "fetch", "--bundle", "code-5").fails(2, "'code-5'", "code-6");
        Cli.run("models", "fetch", FILE, "--mirror", "ftp://x/y").fails(2, "ftp://x/y");
        Cli.run("models", "fetch", FILE, "--mirror", "http://a b").fails(2, "http://a b");
        assertThat(asked).isEmpty();
    }
}
