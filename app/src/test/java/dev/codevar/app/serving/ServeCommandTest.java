package dev.codevar.app.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process: it says where it is, serves, and ends when it is told to, with what it promised. */
@Tag("slow")
@Timeout(120)
class ServeCommandTest {
    @TempDir
    Path folder;

    @Test
    void servesUntilItIsTold() throws Exception {
        Process process = new ProcessBuilder(Cli.command(
                        "serve", "--model", Cli.FASHION32, "--model", another(), "--most-text", 70, "--port", 0))
                .redirectError(folder.resolve("log").toFile())
                .start();
        try (BufferedReader lines = process.inputReader()) {
            URI address = URI.create(lines.readLine());
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(address.resolve("v1/images/generations"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Bag\",\"n\":64}"))
                    .build();
            assertThat(answer(client, address, "{\"prompt\":\"Bag\",\"model\":\"another\"}"))
                    .contains("\"b64_json\"");
            assertThat(answer(client, address, "{\"prompt\":\"Bag" + " ".repeat(70) + "\"}"))
                    .contains("prompt has more than 70 characters");
            while (!metrics(client, address).contains("codevar_images_running 0\n")) {
                Thread.sleep(5);
            }
            CompletableFuture<HttpResponse<String>> promised =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            while (metrics(client, address).contains("codevar_images_running 0\n")) {
                Thread.sleep(5);
            }
            process.toHandle().destroy();
            assertThat(promised.get().statusCode()).isEqualTo(200);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(lines.readLine()).as("nothing but the address").isNull();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(folder.resolve("log")))
                .contains("POST /v1/images/generations 200")
                .doesNotContain("DEBUG");
    }

    /** {@return fashion32 under another name} */
    private Path another() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("another"));
        try (Stream<Path> files = Files.list(Cli.FASHION32)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".safetensors")).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        String description = Files.readString(Cli.FASHION32.resolve("model.json"));
        Files.writeString(copy.resolve("model.json"), description.replace("\"fashion32\"", "\"another\""));
        return copy;
    }

    private static String metrics(HttpClient client, URI address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("metrics")).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String answer(HttpClient client, URI address, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("v1/images/generations"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Whoever is told to stop under load keeps what it promised: every answer that the log has as sent was received whole. */
    @Test
    void stopsUnderLoad() throws Exception {
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(Cli.command("serve", "--model", Cli.FASHION32, "--port", 0))
                .redirectError(log.toFile())
                .start();
        Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            URI address = URI.create(lines.readLine());
            List<Thread> clients = IntStream.range(0, 24)
                    .mapToObj(i -> new Thread(() -> askUntilItIsGone(address, statuses)))
                    .toList();
            clients.forEach(Thread::start);
            while (answers(statuses, 200) < 24) {
                Thread.sleep(5);
            }
            int before = answers(statuses, 200);
            process.toHandle().destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(statuses.keySet()).as("answers").isSubsetOf(200, 503);
            assertThat(answers(statuses, 200)).as("answers after the signal").isGreaterThan(before);
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(log).stream()
                        .filter(line -> line.contains("POST /v1/images/generations 200 "))
                        .count())
                .as("answers by the log")
                .isEqualTo(answers(statuses, 200));
    }

    private static int answers(Map<Integer, AtomicInteger> statuses, int status) {
        return statuses.getOrDefault(status, new AtomicInteger()).get();
    }

    private static void askUntilItIsGone(URI address, Map<Integer, AtomicInteger> statuses) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(address.resolve("v1/images/generations"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Bag\",\"n\":2}"))
                .build();
        try {
            while (true) {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                boolean whole = answer.statusCode() != 200 || answer.body().split("\"b64_json\"", -1).length == 3;
                statuses.computeIfAbsent(whole ? answer.statusCode() : -1, first -> new AtomicInteger())
                        .incrementAndGet();
            }
        } catch (IOException gone) {
            // It has stopped: nothing more was promised.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void badOptionsAreOneLine() {
        Cli.run("serve", "--model", Cli.FASHION32, "--host", "0.0.0.0").fails(2, "0.0.0.0", "--insecure");
        Cli.run("serve", "--model", Cli.FASHION32, "--port", 70_000).fails(2, "70000", "65535");
        for (String time : new String[] {"deadline", "keep", "head-time", "upload-time", "silence", "grace"}) {
            Cli.run("serve", "--model", Cli.FASHION32, "--" + time, 0).fails(2, "0", "604800");
        }
        for (String limit : new String[] {
            "most-pictures",
            "most-waiting",
            "most-connections",
            "most-upload",
            "most-pixels",
            "uploads",
            "most-kept",
            "most-unread",
            "most-head",
            "most-body",
            "bodies",
            "large-pictures",
            "most-text",
            "most-json-tokens",
            "most-json-depth",
            "most-parts",
            "most-part-head"
        }) {
            Cli.run("serve", "--model", Cli.FASHION32, "--" + limit, 0).fails(2, "0", "between ");
        }
        Cli.run("serve", "--model", Cli.FASHION32, "--most-previewed", -1).fails(2, "-1", "between 0 and");
        Cli.run("serve", "--model", "nobody", "--port", 0).fails(2, "nobody");
        Cli.run("serve", "--model", Cli.FASHION32, "--model", Cli.FASHION32, "--port", 0)
                .fails(2, "served already");
    }
}
