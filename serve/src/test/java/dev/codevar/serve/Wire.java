package dev.codevar.serve;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection on which a test says what it likes, HTTP or not. */
final class Wire implements AutoCloseable {
    private final Socket socket = new Socket();

    private Wire(TestServer server, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(60_000);
        int port = URI.create(server.server.address()).getPort();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static Wire to(TestServer server) throws IOException {
        return new Wire(server, 0);
    }

    /** {@return one for which little is kept on its way} */
    static Wire narrow(TestServer server) throws IOException {
        return new Wire(server, 4096);
    }

    /** {@return the head of a request with a body of this length} */
    static String post(String path, String type, long length) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    /** {@return a whole request with a body of JSON} */
    static String postJson(String path, String json) {
        return post(path, "application/json", json.length()) + json;
    }

    Wire write(String text) throws IOException {
        return write(text, StandardCharsets.UTF_8);
    }

    Wire write(String text, Charset as) throws IOException {
        return write(text.getBytes(as));
    }

    Wire write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    /** {@return the next line, without its end} */
    String line() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    /** {@return what comes, until this has come} */
    String until(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("after " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** {@return all that comes until the server closes the connection} */
    String rest() throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }

    /** {@return whether something is there to be read} */
    boolean answered() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** {@return the first of these to which something has come} */
    static Wire answered(List<Wire> wires) throws Exception {
        while (true) {
            for (Wire one : wires) {
                if (one.answered()) {
                    return one;
                }
            }
            Thread.sleep(5);
        }
    }

    static void close(List<Wire> wires) throws IOException {
        for (Wire one : wires) {
            one.close();
        }
    }

    /** Breaks the connection off, as a process does that is killed. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
