package dev.codevar.training.parallel;

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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;

/** Peers that are threads of one process, and talk as processes would. */
public final class Together {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private Together() {}

    /** {@return what {@code body} gives each of so many peers, which run at once} */
    public static <T> List<T> run(int count, Function<Peers, T> body) throws Exception {
        return run(count, SILENCE, body);
    }

    /**
     * As the other.
     *
     * @param silence without signs of life, after which a peer counts as dead
     */
    public static <T> List<T> run(int count, Duration silence, Function<Peers, T> body) throws Exception {
        return run(count, silence, why -> {}, body);
    }

    static <T> List<T> run(int count, Duration silence, Consumer<String> ending, Function<Peers, T> body)
            throws Exception {
        int port = freePort();
        List<Meeting> meetings = IntStream.range(0, count)
                .mapToObj(rank -> meeting(rank, count, port))
                .toList();
        return all(meetings, meeting -> {
            try (PointerScope scope = new PointerScope();
                    Peers peers = join(meeting, silence, ending)) {
                return body.apply(peers);
            }
        });
    }

    /** {@return what {@code body} gives for each of them, all at once} */
    static <T> List<T> all(List<Meeting> meetings, Function<Meeting, T> body) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(meetings.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Meeting meeting : meetings) {
                futures.add(threads.submit(() -> body.apply(meeting)));
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

    /** As {@link Meeting#join}, with other limits. */
    public static Peers join(Meeting meeting, Duration silence, Consumer<String> ending) {
        return join(meeting, silence, silence, ending);
    }

    /**
     * As the other.
     *
     * @param grace how long a peer that computes goes on when another has ended
     */
    public static Peers join(Meeting meeting, Duration silence, Duration grace, Consumer<String> ending) {
        return meeting.join(new Limits(PATIENCE, silence, grace), ending);
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
