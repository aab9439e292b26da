package dev.codevar.measure.doctor;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.process.ParentProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The process that runs an {@link Examination}, watched: what it says is kept, and how it ends. */
final class Patient {
    /** How a JVM that crashes names the signal and the library, in lines of its own. */
    private static final String CRASH = "#\\s+(SIG[A-Z]+ |[CVjJ]  \\[).*";

    private static final String ENDED = "";

    private final Duration silence;
    private final Consumer<Message> listener;
    private final List<String> lastWords = new ArrayList<>();
    private String doing = "starting";

    /**
     * @param silence how long it may say nothing before it is ended
     * @param listener hears what it says
     */
    Patient(Duration silence, Consumer<Message> listener) {
        this.silence = silence;
        this.listener = listener;
    }

    /**
     * Runs the process to its end.
     *
     * @param command what it runs
     * @return what went wrong with the process itself, in one line
     */
    Optional<String> run(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        ParentProcess.name(builder.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new CodeVarException("cannot start the examining process: " + IoReason.of(e), e);
        }
        try {
            BlockingQueue<String> lines = listen(process);
            for (String line = next(lines); !ENDED.equals(line); line = next(lines)) {
                if (line == null) {
                    return Optional.of("the process said nothing for " + silence.toSeconds() + " seconds while " + doing
                            + " and was ended");
                }
                hear(line);
            }
            int code = process.waitFor();
            return code == 0
                    ? Optional.empty()
                    : Optional.of("the process ended with code " + code + " while " + doing + said());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodeVarException("interrupted while kernels are checked", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** {@return its lines that are not empty, and at the end {@link #ENDED}} */
    private static BlockingQueue<String> listen(Process process) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread listening = new Thread(
                () -> {
                    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                        reader.lines().filter(line -> !line.isBlank()).forEach(lines::add);
                    } catch (IOException | UncheckedIOException gone) {
                        // It was ended, and what it said before is heard.
                    }
                    lines.add(ENDED);
                },
                "listening to the examining process");
        listening.setDaemon(true);
        listening.start();
        return lines;
    }

    private @Nullable String next(BlockingQueue<String> lines) throws InterruptedException {
        return lines.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void hear(String line) {
        if (Message.is(line)) {
            Message message = Message.parse(line);
            String begin = message.begin();
            doing = begin == null ? doing : begin;
            listener.accept(message);
        } else if (line.startsWith("codevar: ") || line.matches(CRASH)) {
            lastWords.add(line.replaceFirst("^(#|codevar:)\\s+", ""));
        }
    }

    private String said() {
        return lastWords.isEmpty() ? "" : ": " + String.join("; ", lastWords);
    }
}
