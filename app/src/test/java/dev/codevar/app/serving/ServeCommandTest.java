package dev.codevar.app.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        Process process = new ProcessBuilder(Cli.command("serve", "--model", Cli.FASHION32, "--port", 0))
                .redirectError(folder.resolve("log").toFile())
                .start();
        try (BufferedReader lines = process.inputReader()) {
            URI address = URI.create(lines.readLine());
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(address.resolve("v1/images/generations"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Bag\",\"n\":64}"))
                    .build();
            CompletableFuture<HttpResponse<String>> promised =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
            while (client.send(
                            HttpRequest.newBuilder(address.resolve("metrics")).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("codevar_images_running 0")) {
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

    @Test
    void badOptionsAreOneLine() {
        Cli.run("serve", "--model", Cli.FASHION32, "--host", "0.0.0.0").fails(2, "0.0.0.0", "--insecure");
        Cli.run("serve", "--model", Cli.FASHION32, "--port", 70_000).fails(2, "70000", "65535");
        Cli.run("serve", "--model", Cli.FASHION32, "--deadline", 0).fails(2, "0", "604800");
        Cli.run("serve", "--model", "nobody", "--port", 0).fails(2, "nobody");
        Cli.run("serve", "--model", Cli.FASHION32, "--model", Cli.FASHION32, "--port", 0)
                .fails(2, "served already");
    }
}
