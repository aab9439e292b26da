package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory comes back: after every request, and all of it after closing. */
@Tag("slow")
class LeakTest {
    /** A leaked latent picture a request would be 200 times 8 KiB; one leaked set of weights is 27 MiB. */
    private static final long SLACK_KIB = 32 * 1024;

    @Test
    void memoryIsFlatOverManyRequestsAndFreeAfterClosing(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident memory is read from /proc");
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        // A small heap, touched in advance, so that resident memory tells of native memory alone.
        ProcessBuilder probe = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                LeakProbe.class.getName(),
                Files.createDirectory(folder.resolve("models")).toString());
        probe.directory(new File("").getAbsoluteFile());
        probe.environment().put("MALLOC_ARENA_MAX", "2");
        probe.redirectOutput(output.toFile()).redirectError(errors.toFile());
        Process process = probe.start();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        String text = Files.readString(output);
        long[] n = Arrays.stream(text.trim().split("\\s+"))
                .mapToLong(Long::parseLong)
                .toArray();
        long before = n[0];
        long warm = n[1];
        assertThat(n[2]).as("most pointers during the requests").isEqualTo(warm);
        assertThat(n[3]).as("fewest pointers during the requests").isEqualTo(warm);
        assertThat(n[4]).as("pointers after closing").isLessThanOrEqualTo(before);
        assertThat(n[6] - n[5]).as("KiB grown over 200 requests").isLessThan(SLACK_KIB);
        assertThat(n[7] - n[5]).as("KiB grown by opening and closing 20 times").isLessThan(2 * SLACK_KIB);
    }
}
