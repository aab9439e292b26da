package dev.codevar.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A reverse proxy that shows a server below a path, and nothing beside it: a request a connection, the head passed on with another path
 * and the same host, the rest as it comes. Its lines can be cut.
 */
final class SubPath implements AutoCloseable {
    private final ServerSocket listening;
    private final URI server;
    private final String path;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    /**
     * @param server its address
     * @param path such as /sd
     */
    SubPath(String server, String path) {
        this.server = URI.create(server);
        this.path = path;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + listening.getLocalPort() + path + "/";
    }

    /** Cuts all lines, and every new one; or lets them be again. */
    void refuse(boolean whether) {
        refusing = whether;
        if (whether) {
            open.forEach(SubPath::cut);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "sub-path");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                start(() -> pass(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket client) {
        try (client;
                Socket upstream = new Socket(server.getHost(), server.getPort())) {
            open.add(upstream);
            String head = head(client.getInputStream());
            int from = head.indexOf(' ') + 1;
            if (refusing) {
                return;
            }
            if (!head.startsWith(path + "/", from)) {
                client.getOutputStream().write(ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
                return;
            }
            String passed = head.substring(0, from) + head.substring(from + path.length());
            upstream.getOutputStream()
                    .write(ascii(passed.replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n")));
            start(() -> copy(client, upstream));
            copy(upstream, client);
        } catch (IOException e) {
            // One of the two has gone, and so goes the other.
        } finally {
            open.remove(client);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("it ended within the head");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void copy(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 14];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // It is over in this direction.
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        refuse(true);
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
