package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's nginx before a server, at {@code /sd/}: as the documentation has it; nothing else is set but where it may write. */
final class Nginx implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/sbin/nginx");

    private final int port;
    private final Process process;

    private Nginx(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param folder where it may write
     */
    static Nginx before(TestServer server, Path folder) throws Exception {
        int port = freePort();
        String temporary = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                .map(name -> name + "_temp_path " + folder.resolve(name) + ";")
                .reduce("", (a, b) -> a + b);
        Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off; master_process off; pid " + folder.resolve("pid") + "; events {} http { access_log off; "
                        + temporary + " server { listen 127.0.0.1:" + port + "; location /sd/ { proxy_pass "
                        + server.server.address()
                        + "; proxy_set_header Host $http_host; proxy_http_version 1.1; } } }");
        Process nginx = new ProcessBuilder(
                        PROGRAM.toString(),
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
        return new Nginx(port, nginx);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@return where the page is} */
    URI page() {
        return URI.create("http://127.0.0.1:" + port + "/sd/");
    }

    /** {@return a request for pictures, as a page at nginx's address sends it} */
    HttpRequest generate(String json) {
        return HttpRequest.newBuilder(page().resolve("v1/images/generations"))
                .header("Content-Type", "application/json")
                .header("Origin", "http://127.0.0.1:" + port)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
