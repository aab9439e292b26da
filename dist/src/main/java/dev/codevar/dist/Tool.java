package dev.codevar.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that are run to their end. */
final class Tool {
    private Tool() {}

    /** {@return what a program prints} */
    static String run(String... command) throws IOException {
        return run(Map.of(), command);
    }

    /**
     * @param environment variables besides those that this process has
     * @return what the program prints, errors too
     * @throws IOException if it cannot be started or fails
     */
    static String run(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + " failed: " + printed);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("interrupted while " + Path.of(command[0]).getFileName() + " ran", e);
        }
        return printed;
    }
}
