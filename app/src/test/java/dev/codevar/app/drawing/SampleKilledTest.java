package dev.codevar.app.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run whose process is killed at any moment, or whose disk fills, ends as if nothing had been. */
@Tag("slow")
class SampleKilledTest {
    private static final int KILLS = 3;
    private static final long LONGEST_WAIT_MS = 200;
    /** In blocks of a kibibyte or half of one: enough for the first blocks of pictures, of 24 KiB each, but not for all 15. */
    private static final int LARGEST_FILE = 300;

    @TempDir
    static Path temp;

    /** Before all, so that the natives are unpacked before anything limits the size of files. */
    @BeforeAll
    static void uninterrupted() {
        Cli.run(sample(temp.resolve("calm"))).succeeds();
    }

    @Test
    void killedAndStartedAgain() throws Exception {
        Path killed = temp.resolve("killed");
        // The moments differ from run to run with the machine; the claim holds at every one of them.
        Random moments = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            long before = size(killed.resolve("done"));
            Process process = new ProcessBuilder(Cli.command(sample(killed)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            while (process.isAlive() && size(killed.resolve("done")) <= before) {
                Thread.sleep(5);
            }
            Thread.sleep(moments.nextLong(LONGEST_WAIT_MS));
            process.destroyForcibly().waitFor();
        }
        assertThat(size(killed.resolve("done"))).isPositive();
        assertSameAsUninterrupted(killed);
    }

    /** A limit on the size of files stands for a disk that fills: writing fails in the middle of a block. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fullDiskEndsTheRunAndItGoesOn() throws Exception {
        Path full = temp.resolve("full");
        List<String> limited =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f " + LARGEST_FILE + "; exec \"$@\"", "sh"));
        limited.addAll(Cli.command(sample(full)));
        Path errors = temp.resolve("errors");
        Process process = new ProcessBuilder(limited)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.readString(errors))
                .contains("codevar: cannot write " + full.resolve("pictures.bin"))
                .hasLineCount(1);
        assertThat(size(full.resolve("done"))).isPositive();
        assertSameAsUninterrupted(full);
    }

    private void assertSameAsUninterrupted(Path folder) throws IOException {
        Cli.run("sample", "-o", folder).succeeds();
        Path calm = temp.resolve("calm");
        assertThat(content(folder).keySet()).isEqualTo(content(calm).keySet());
        content(calm)
                .forEach((name, bytes) ->
                        assertThat(folder.resolve(name)).as(name).hasBinaryContent(bytes));
        assertThat(temp.resolve(folder.getFileName() + ".npz")).hasSameBinaryContentAs(temp.resolve("calm.npz"));
    }

    private static Map<String, byte[]> content(Path folder) throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return content;
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static Object[] sample(Path out) {
        return new Object[] {
            "sample", "--model", Cli.FASHION32, "--per-class", 12, "--batch", 8, "--threads", 1, "--out", out
        };
    }
}
