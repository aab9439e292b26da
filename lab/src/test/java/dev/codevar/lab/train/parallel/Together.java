package dev.codevar.lab.train.parallel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;

/** Peers that are threads of one process, and talk as processes would. */
public final class Together {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private Together() {}

    /** {@return what {@code body} gives each of so many peers, which run at once} */
    public static <T> List<T> run(int count, Function<Peers, T> body) throws Exception {
        return run(count, PATIENCE, body);
    }

    static <T> List<T> run(int count, Duration answering, Function<Peers, T> body) throws Exception {
        int port = freePort();
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int rank = 0; rank < count; rank++) {
                Meeting meeting = meeting(rank, count, port);
                futures.add(threads.submit(() -> {
                    try (PointerScope scope = new PointerScope();
                            Peers peers = meeting.join(PATIENCE, answering)) {
                        return body.apply(peers);
                    }
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }

    static Meeting meeting(int rank, int count, int port) {
        return new Meeting(rank, count, "127.0.0.1", port, false, "0", Optional.empty());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
