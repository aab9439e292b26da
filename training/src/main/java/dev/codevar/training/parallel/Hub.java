package dev.codevar.training.parallel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The control of the first process: links to all others. It compares what they want, and passes on what goes wrong. */
final class Hub extends Control {
    private static final int PAUSE_MS = 100;

    private final int count;
    private final ServerSocket door;
    private final String word = UUID.randomUUID().toString();
    private final Map<Integer, Link> links = new ConcurrentSkipListMap<>();
    private final Map<Integer, String> names = new ConcurrentSkipListMap<>();
    /** What those want who have said so. */
    private final Map<Integer, String> wants = new TreeMap<>();

    /** Counted from the beginning, which follows the gathering. */
    private int exchange = -1;

    /**
     * Where the first process listens.
     *
     * @param word what others say first, so that strangers are told from them
     * @param name of the first process
     */
    record Address(String host, int port, String word, String name) {
        private static final String BETWEEN = "\n";

        String written() {
            return String.join(BETWEEN, host, String.valueOf(port), word, name);
        }

        static Address read(String written) {
            String[] parts = written.split(BETWEEN, 4);
            return new Address(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]);
        }
    }

    Hub(String name, int count, InetAddress own, Limits limits, Consumer<String> ending) throws IOException {
        super(name, limits, ending);
        this.count = count;
        this.door = new ServerSocket(0, count, own);
        door.setSoTimeout(PAUSE_MS);
        names.put(0, name);
        beginBeating();
    }

    Address address() {
        return new Address(door.getInetAddress().getHostAddress(), door.getLocalPort(), word, name());
    }

    /** Lets all others in; who does not come in time is a fault. */
    void gather() throws IOException {
        long deadline = System.nanoTime() + limits().gathering().toNanos();
        try (door) {
            while (links.size() < count - 1 && fault().isEmpty()) {
                if (System.nanoTime() > deadline) {
                    fail("of " + count + " processes RANK " + missing() + " did not come within "
                            + limits().gathering().toSeconds() + " s");
                }
                try {
                    welcome(door.accept());
                } catch (SocketTimeoutException nobody) {
                    // Time to see how long it has been.
                }
            }
        }
    }

    private String missing() {
        return IntStream.range(1, count)
                .filter(rank -> !links.containsKey(rank))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    private void welcome(Socket socket) throws IOException {
        try {
            Link link = new Link(socket);
            if (link.hear().equals(word)) {
                int rank = Integer.parseInt(link.hear());
                if (rank > 0 && rank < count && !links.containsKey(rank)) {
                    names.put(rank, link.hear());
                    links.put(rank, link);
                    link.listen("hears process " + rank, limits().silence(), hearer(rank));
                    return;
                }
            }
        } catch (IOException | NumberFormatException stranger) {
            // As who says something else.
        }
        socket.close();
    }

    private Link.Hearer hearer(int rank) {
        return new Link.Hearer() {
            @Override
            public void heard(String message) {
                if (message.startsWith(WANTS)) {
                    wants(rank, message.substring(WANTS.length()));
                } else if (message.equals(BYE)) {
                    leaves(rank, name(rank));
                } else if (message.startsWith(FAULT)) {
                    fail(message.substring(FAULT.length()));
                }
            }

            @Override
            public void lost(String how) {
                left(rank, name(rank), how);
            }
        };
    }

    private String name(int rank) {
        return names.getOrDefault(rank, "process " + rank);
    }

    @Override
    List<Link> links() {
        return List.copyOf(links.values());
    }

    @Override
    void want(String wanted) {
        wants(0, wanted);
    }

    private synchronized void wants(int rank, String wanted) {
        wants.put(rank, wanted);
        if (wants.values().stream().distinct().count() > 1) {
            fail("the processes came apart at exchange " + exchange + ": "
                    + wants.entrySet().stream()
                            .map(one -> name(one.getKey()) + " is at " + one.getValue())
                            .collect(Collectors.joining(", "))
                    + ": all need the same program, command and data");
        } else if (wants.size() == count) {
            wants.clear();
            exchange++;
            links().forEach(link -> link.say(AGREED));
            agreed();
        }
    }
}
