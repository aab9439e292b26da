package dev.codevar.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The distribution, unpacked by the system's tar, and its command, which starts with no variable but those that a test gives it: no
 * {@code PATH}, no {@code HOME}, no Java but its own.
 *
 * @param root the unpacked folder
 */
record Unpacked(Path root) {

    /** What a process printed, errors too, and how it ended. */
    record Ended(int code, String printed) {}

    static Unpacked in(Path folder) throws Exception {
        Ended tar = run(
                folder, Map.of(), List.of("tar", "-xzf", System.getProperty("dist.archive"), "-C", folder.toString()));
        assertThat(tar.code()).as(tar.printed()).isZero();
        return new Unpacked(folder.resolve(Path.of(System.getProperty("dist.archive"))
                .getFileName()
                .toString()
                .replace(".tar.gz", "")));
    }

    Path launcher() {
        return root.resolve("bin/codevar");
    }

    /** Runs the command in a folder. */
    Ended codevar(Path folder, String... words) throws Exception {
        return codevar(folder, Map.of(), words);
    }

    Ended codevar(Path folder, Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(launcher().toString());
        command.addAll(List.of(words));
        return run(folder, environment, command);
    }

    static Ended run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        Path printed = Files.createTempFile("printed", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new Ended(process.waitFor(), read(printed));
        } finally {
            Files.delete(printed);
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
