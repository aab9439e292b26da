package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own for what the test JVM's past would blur: its small heap is touched in advance, so that resident memory
 * tells of native memory alone.
 */
public final class ChildJvm {

    private ChildJvm() {}

    /** {@return the numbers that {@code main} prints} */
    public static long[] numbers(Class<?> main, String... arguments) throws Exception {
        return numbers(Map.of(), main, arguments);
    }

    /**
     * @param environment variables besides those that this process has
     * @return the numbers that {@code main} prints
     */
    public static long[] numbers(Map<String, String> environment, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                // The second compiler costs more than it gains: these processes are short, or wait for native code.
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+AlwaysPreTouch",
                // Why a JVM ended itself belongs to what the test says.
                "-XX:+DisplayVMOutputToStderr",
                "-XX:+ErrorFileToStderr",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Collections.addAll(command, arguments);
        Path output = Files.createTempFile("child", ".out");
        Path errors = Files.createTempFile("child", ".err");
        try {
            ProcessBuilder child = new ProcessBuilder(command);
            // Fewer arenas of the allocator, so that freed memory is seen to come back.
            child.environment().put("MALLOC_ARENA_MAX", "2");
            child.environment().putAll(environment);
            Process process = child.redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
            return Arrays.stream(Files.readString(output).trim().split("\\s+"))
                    .mapToLong(Long::parseLong)
                    .toArray();
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
