package dev.codevar.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image without an engine: unpacked by tar, and run by chroot in a mount namespace of its own. */
class ImageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As engines start a container that must not write: its root, then the system's parts, then a place for results. */
    private static final String IN_CONTAINER = """
            set -eu
            mount --bind "$1" "$1"
            mount -o remount,bind,ro "$1"
            mount -t proc proc "$1/proc"
            mount --rbind /dev "$1/dev"
            mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"
            mount -t tmpfs -o mode=1777 tmpfs "$1/work"
            root=$1 results=$2 user=$3
            shift 3
            code=0
            chroot --userspec="$user" "$root" "$@" || code=$?
            cp "$root"/work/* "$results" 2>/dev/null || true
            exit $code
            """;

    private static Path root = Path.of("root");
    private static Path results = Path.of("results");
    private static JsonNode config = JSON.createObjectNode();

    record Ended(int code, String printed) {}

    @BeforeAll
    static void unpack(@TempDir Path folder) throws Exception {
        Path tar = Files.createDirectory(folder.resolve("tar"));
        root = Files.createDirectory(folder.resolve("root"));
        results = Files.createDirectory(folder.resolve("results"));
        unpack(Path.of(System.getProperty("image.tar")), tar);
        JsonNode image = JSON.readTree(tar.resolve("manifest.json").toFile()).get(0);
        config = JSON.readTree(tar.resolve(image.get("Config").asText()).toFile())
                .get("config");
        for (JsonNode layer : image.get("Layers")) {
            unpack(tar.resolve(layer.asText()), root);
        }
    }

    private static void unpack(Path tar, Path folder) throws Exception {
        Ended ended =
                run(Map.of(), "tar", "--warning=no-unknown-keyword", "-xf", tar.toString(), "-C", folder.toString());
        assertThat(ended.code()).as(ended.printed()).isZero();
    }

    @Test
    void isRunByNobodyInParticular() {
        assertThat(config.get("User").asText()).isEqualTo("65532:65532");
        assertThat(JSON.convertValue(config.get("Entrypoint"), String[].class))
                .containsExactly("/opt/codevar/bin/codevar");
    }

    /** The C library's and the shell's, with the texts that Debian's packages only name. */
    @Test
    void itsLicencesAreInIt() {
        Path licences = root.resolve("usr/share/licences");
        assertThat(licences.resolve("debian/libc6.txt")).isNotEmptyFile();
        assertThat(licences.resolve("common-licenses/LGPL-2.1")).isNotEmptyFile();
        assertThat(root.resolve("opt/codevar/licences/THIRD-PARTY.md")).isNotEmptyFile();
    }

    @Test
    void drawsFromAReadOnlyRoot() throws Exception {
        Ended drawn = inContainer("generate", "-o", "/work/Schuhe 靴.png");
        assertThat(drawn.code()).as(drawn.printed()).isZero();
        Path here = results.resolve("here.png");
        Ended outside =
                run(Map.of(), System.getProperty("distribution") + "/bin/codevar", "generate", "-o", here.toString());
        assertThat(outside.code()).as(outside.printed()).isZero();
        assertThat(results.resolve("Schuhe 靴.png")).hasSameBinaryContentAs(here);
    }

    @Test
    void loadsClassesFromTheirArchive() throws Exception {
        Ended loaded = inContainer(Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load"), "models", "list");
        assertThat(loaded.printed())
                .containsPattern("dev\\.codevar\\.app\\.Main source: shared objects file \\(top\\)")
                .contains("fashion32");
    }

    @Test
    void drawsAChart() throws Exception {
        Ended bench = inContainer(
                "bench",
                "--model",
                "fashion32",
                "--plan",
                "small",
                "--repetitions",
                "1",
                "--kernel-time",
                "1",
                "--chart",
                "/work/chart.png");
        assertThat(bench.code()).as(bench.printed()).isZero();
        assertThat(results.resolve("chart.png")).isNotEmptyFile();
    }

    /** As with a published port: from outside it is not its own machine that asks. */
    @Test
    void servesFromAReadOnlyRoot() throws Exception {
        Process server =
                startInContainer(Map.of("CODEVAR_TOKEN", "sesame"), "serve", "--host", "0.0.0.0", "--port", "0");
        try (BufferedReader lines = server.inputReader()) {
            String line = String.valueOf(lines.readLine());
            assertThat(line).startsWith("http://0.0.0.0:");
            int port = URI.create(line).getPort();
            HttpRequest draw = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/images/generations"))
                    .header("Authorization", "Bearer sesame")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Bag\"}"))
                    .build();
            HttpResponse<String> drawn = HttpClient.newHttpClient().send(draw, HttpResponse.BodyHandlers.ofString());
            assertThat(drawn.statusCode()).as(drawn.body()).isEqualTo(200);
            server.descendants().forEach(ProcessHandle::destroy);
            assertThat(server.waitFor()).as("when it is told to stop").isZero();
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static Ended inContainer(String... words) throws Exception {
        return inContainer(Map.of(), words);
    }

    private static Ended inContainer(Map<String, String> environment, String... words) throws Exception {
        return end(startInContainer(environment, words));
    }

    private static Process startInContainer(Map<String, String> environment, String... words) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may use chroot");
        assumeTrue(run(Map.of(), "unshare", "-m", "true").code() == 0, "this machine gives no mount namespaces");
        String[] fixed = {
            "unshare",
            "-m",
            "sh",
            "-c",
            IN_CONTAINER,
            "sh",
            root.toString(),
            results.toString(),
            config.get("User").asText(),
            config.get("Entrypoint").get(0).asText()
        };
        String[] command = new String[fixed.length + words.length];
        System.arraycopy(fixed, 0, command, 0, fixed.length);
        System.arraycopy(words, 0, command, fixed.length, words.length);
        return start(environment, command);
    }

    private static Ended run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        return end(start(environment, command));
    }

    private static Process start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().clear();
        // For mount, chroot and cp; in the container it leads nowhere.
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), printed);
    }
}
