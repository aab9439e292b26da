package dev.codevar.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs programs of Node.js in a folder. */
final class Npm {
    private final Path folder;

    Npm(Path folder) {
        this.folder = folder;
    }

    /** {@return the exit code, 127 if there is no such program} */
    int run(String... words) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile());
            builder.environment().put("REDOCLY_TELEMETRY", "off");
            Process process = builder.start();
            if (process.waitFor(200, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return 1;
        } catch (IOException noSuchProgram) {
            return 127;
        }
    }

    /** {@return what the last one printed} */
    String printed() throws IOException {
        return Files.readString(folder.resolve("out"));
    }
}
