package dev.codevar.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.app.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs command lines as a user would, and keeps what they print. */
public final class Cli {
    /** The model set that comes with the project. */
    public static final Path FASHION32 = Path.of("..", "models", "fashion32");

    private Cli() {}

    /** What came of a command line. */
    public record Done(int code, String out, String err) {

        /** Fails unless the command ended well and silently but for its results. */
        public Done succeeds() {
            assertThat(err).isEmpty();
            assertThat(code).isZero();
            return this;
        }

        /** Fails unless the command printed one line of complaint, with all of {@code parts}, and nothing else. */
        public void fails(int expected, String... parts) {
            assertThat(err).startsWith("codevar: ").contains(parts).hasLineCount(1);
            assertThat(out).isEmpty();
            assertThat(code).isEqualTo(expected);
        }

        /** {@return the one JSON object that the command printed} */
        public JsonNode json() {
            assertThat(out).hasLineCount(1);
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError(out, e);
            }
        }
    }

    public static Done run(Object... words) {
        return run(false, words);
    }

    /** As {@link #run}, with a person watching. */
    public static Done runWatched(Object... words) {
        return run(true, words);
    }

    /** As {@link #run}, in a process of its own. */
    public static Done runAlone(Object... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            int code = new ProcessBuilder(command(words))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start()
                    .waitFor();
            return new Done(code, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** {@return the words that start a process of its own with a command line, by the quick compiler alone} */
    public static List<String> command(Object... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        Stream.of(words).map(String::valueOf).forEach(command::add);
        return command;
    }

    private static Done run(boolean interactive, Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), interactive, false);
        int code = Main.run(terminal, Arrays.stream(words).map(String::valueOf).toArray(String[]::new));
        return new Done(code, out.toString(), err.toString());
    }
}
