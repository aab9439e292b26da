package dev.codevar.training.parallel;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.process.ParentProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts processes that train together on this machine, and ends them together. */
public final class Processes {
    /** gloo's own greeting, on standard output. */
    private static final String GREETING = "[Gloo] ";
    /** For the others to notice, say so and end. */
    private static final long LAST_WORDS_SECONDS = 20;
    /** Above these an exit code is the system's, and the process has said nothing. */
    private static final int LAST_OWN_CODE = 2;
    /** By Ctrl-C, and by kill: all end well, with a checkpoint. */
    private static final Set<Integer> ASKED_TO_END = Set.of(130, 143);

    private final List<Child> children = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Child> ended = new LinkedBlockingQueue<>();
    private final Consumer<String> out;
    private final Consumer<String> err;
    private volatile boolean ending;

    private Processes(Consumer<String> out, Consumer<String> err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs as many processes of one command, until all end or one fails.
     *
     * @param command what each runs; which it is, its environment says
     * @param out gets the first one's lines
     * @param err gets a line about one of the others that fails
     * @return the exit code: the first one's, or another's that failed
     */
    public static int run(int count, List<String> command, Consumer<String> out, Consumer<String> err) {
        Processes processes = new Processes(out, err);
        Thread ending = new Thread(processes::end);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            int port = freePort();
            for (int rank = 0; rank < count; rank++) {
                processes.begin(command, rank, count, port);
            }
            return processes.await();
        } catch (IOException e) {
            throw new CodeVarException("cannot start " + count + " processes: " + IoReason.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodeVarException("interrupted while the processes train", e);
        } finally {
            processes.children.forEach(child -> child.process.destroyForcibly());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void begin(List<String> command, int rank, int count, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("TORCHELASTIC_"));
        environment.put(Meeting.RANK, String.valueOf(rank));
        environment.put(Meeting.LOCAL_RANK, String.valueOf(rank));
        environment.put(Meeting.COUNT, String.valueOf(count));
        environment.put(Meeting.LOCAL_COUNT, String.valueOf(count));
        environment.put(Meeting.HOST, "127.0.0.1");
        environment.put(Meeting.PORT, String.valueOf(port));
        ParentProcess.name(environment);
        // What goes wrong between them, they say themselves, in one line.
        environment.putIfAbsent("TORCH_CPP_LOG_LEVEL", "FATAL");
        if (rank == 0) {
            builder.redirectError(Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(true);
        }
        children.add(new Child(rank, builder.start()));
    }

    /** One of the processes, and the last that it said. */
    private final class Child {
        private final int rank;
        private final Process process;
        private final Thread listening;
        private volatile String said = "";

        Child(int rank, Process process) {
            this.rank = rank;
            this.process = process;
            this.listening = new Thread(this::listen, "process " + rank);
            listening.setDaemon(true);
            listening.start();
        }

        private void listen() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().filter(line -> !line.startsWith(GREETING)).forEach(line -> {
                    said = line;
                    if (rank == 0) {
                        out.accept(line);
                    }
                });
            } catch (IOException | UncheckedIOException gone) {
                // It was ended, and what it said before is heard.
            }
            process.onExit().join();
            ended.add(this);
        }
    }

    private int await() throws InterruptedException {
        for (int running = children.size(); running > 0; running--) {
            Child child = ended.take();
            int code = child.process.exitValue();
            if (code != 0 && !ending && !ASKED_TO_END.contains(code)) {
                awaitOthers();
                int first = children.get(0).process.exitValue();
                tell(child, code, first);
                return first == 0 ? code : first;
            }
        }
        return children.get(0).process.exitValue();
    }

    private void awaitOthers() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_WORDS_SECONDS);
        for (Child child : children) {
            if (!child.process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                child.process.destroyForcibly().waitFor();
            }
            child.listening.join();
        }
    }

    /** What was wrongly asked, all say, and the first is heard; of its own faults too. */
    private void tell(Child failed, int code, int first) {
        String which = "process " + failed.rank + " of 0 to " + (children.size() - 1);
        if (code > LAST_OWN_CODE) {
            err.accept(which + " ended with exit code " + code + ", so all did");
        } else if (failed.rank > 0 && first != LAST_OWN_CODE && !failed.said.isEmpty()) {
            err.accept(which + ": " + failed.said);
        }
    }

    /** Asks all to end, and waits: they end with a checkpoint. */
    private void end() {
        ending = true;
        // Not by the process: that would close what it still has to say.
        children.forEach(child -> child.process.toHandle().destroy());
        for (Child child : children) {
            try {
                child.process.waitFor();
                child.listening.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
