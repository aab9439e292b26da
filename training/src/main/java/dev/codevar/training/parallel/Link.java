package dev.codevar.training.parallel;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection between two processes for short messages, and for the signs of life between them. */
final class Link implements AutoCloseable {
    private static final String BEAT = "";
    /** For the other side to take its leave. */
    private static final long PARTING_MS = 3000;
    /** For the other side to say who it is. */
    private static final int GREETING_MS = 5000;
    /** A message's length is written in two bytes, and a character takes three at most. */
    private static final int LONGEST = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private @Nullable Thread listening;

    /** Hears what comes, on a thread of the link's. */
    interface Hearer {
        /** A message came. */
        void heard(String message);

        /** Nothing will come any more, and why. */
        void lost(String how);
    }

    /** Takes over a socket that is connected. */
    Link(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(GREETING_MS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    void say(String message) {
        synchronized (out) {
            try {
                out.writeUTF(message.substring(0, Math.min(message.length(), LONGEST)));
                out.flush();
            } catch (IOException gone) {
                // Whoever listens to the other side hears of it.
            }
        }
    }

    void beat() {
        say(BEAT);
    }

    /** {@return the next message; before {@link #listen}} */
    String hear() throws IOException {
        while (true) {
            String message = in.readUTF();
            if (!message.equals(BEAT)) {
                return message;
            }
        }
    }

    /**
     * Hands on everything that comes from now on.
     *
     * @param name of the thread that listens
     * @param silence how long nothing may come
     */
    void listen(String name, Duration silence, Hearer hearer) {
        Thread thread = new Thread(() -> handOn(silence, hearer), name);
        thread.setDaemon(true);
        listening = thread;
        thread.start();
    }

    private void handOn(Duration silence, Hearer hearer) {
        // Closed from here too, so that the other side need not wait for this one.
        try (socket) {
            socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
            while (true) {
                hearer.heard(hear());
            }
        } catch (SocketTimeoutException e) {
            hearer.lost("has given no sign of life for " + silence.toMillis() / 1e3 + " s");
        } catch (IOException e) {
            hearer.lost("has ended");
        }
    }

    /** Ends it when the other side has heard what was said, or does not answer. */
    @Override
    public void close() {
        try (socket) {
            socket.shutdownOutput();
            if (listening != null) {
                // Closing with something unread would throw away what the other side has not read.
                listening.join(PARTING_MS);
            }
        } catch (IOException gone) {
            // So is the link.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
