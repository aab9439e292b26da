package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Behind Debian's nginx, at a sub-path, with its own buffering and timeouts: what is sent arrives when it is sent. */
@Tag("slow")
@Timeout(120)
class NginxTest {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");

    @TempDir
    Path folder;

    @Test
    void previewsArriveWhileItIsDrawn() throws Exception {
        assumeTrue(Files.isExecutable(NGINX), "there is no nginx");
        int port = freePort();
        try (TestServer server = TestServer.start()) {
            Process nginx = start(port, server.server.address());
            try {
                URI page = URI.create("http://127.0.0.1:" + port + "/sd/");
                HttpClient client = HttpClient.newHttpClient();
                HttpResponse<String> html =
                        client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(html.statusCode()).isEqualTo(200);
                assertThat(html.body()).contains("main.js");
                HttpRequest stream = HttpRequest.newBuilder(page.resolve("v1/images/generations"))
                        .header("Content-Type", "application/json")
                        .header("Origin", "http://127.0.0.1:" + port)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"prompt\":\"Bag\",\"n\":64,\"plan\":\"var\",\"stream\":true,\"partial_images\":6}"))
                        .build();
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        client.send(stream, HttpResponse.BodyHandlers.ofInputStream())
                                .body(),
                        StandardCharsets.UTF_8))) {
                    String line = lines.readLine();
                    while (!line.startsWith("event: image_generation.partial_image")) {
                        line = lines.readLine();
                    }
                    assertThat(server.engine.counters().done())
                            .as("requests done when a preview is here")
                            .isZero();
                    assertThat(lines.lines().filter(later -> later.equals("event: image_generation.completed")))
                            .hasSize(64);
                }
                HttpResponse<byte[]> picture = client.send(
                        HttpRequest.newBuilder(page.resolve("icon.svg")).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertThat(picture.statusCode()).isEqualTo(200);
            } finally {
                nginx.destroy();
                nginx.waitFor();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** As the documentation has it; nothing else is set but where nginx may write. */
    private Process start(int port, String address) throws Exception {
        String temporary = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(name -> name + "_temp_path " + folder.resolve(name) + ";")
                .reduce("", (a, b) -> a + b);
        Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off; master_process off; pid " + folder.resolve("pid") + "; events {} http { access_log off; "
                        + temporary + " server { listen 127.0.0.1:" + port + "; location /sd/ { proxy_pass " + address
                        + "; proxy_set_header Host $http_host; proxy_http_version 1.1; } } }");
        Process nginx = new ProcessBuilder(
                        NGINX.toString(),
                        "-p",
                        folder.toString(),
                        "-e",
                        folder.resolve("errors").toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        while (nginx.isAlive() && !listens(port)) {
            Thread.sleep(20);
        }
        assertThat(nginx.isAlive()).as(Files.readString(folder.resolve("out"))).isTrue();
        return nginx;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
