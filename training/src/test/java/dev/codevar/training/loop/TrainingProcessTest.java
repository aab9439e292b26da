package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.ChildJvm;
import dev.codevar.OneThread;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own: killed at any moment, two at once, and what memory one takes. */
@Tag("slow")
@ExtendWith(OneThread.class)
class TrainingProcessTest {
    private static final int KILLS = 3;
    private static final long LONGEST_WAIT_MS = 150;
    /** A quarter of what one parameter, or gradient, of 1 MiB leaked in every step would be. */
    private static final long SLACK_KIB = TrainingProbe.WATCHED_STEPS * 1024 / 4;

    @TempDir
    Path temp;

    @Test
    void killedAndBegunAgainItEndsAsIfNothingHadBeen() throws Exception {
        Path calm = temp.resolve("calm/run");
        Path killed = temp.resolve("killed/run");
        ResumeTest.train(calm, TrainingProbe.SETUP, -1);
        // The moments differ from run to run with the machine; the claim holds at every one of them.
        Random moments = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = begin(killed);
            Thread.sleep(moments.nextLong(LONGEST_WAIT_MS));
            process.destroyForcibly().waitFor();
        }
        assertThat(killed.resolve("weights.safetensors"))
                .as("it was killed before its end")
                .doesNotExist();
        ResumeTest.train(killed, TrainingProbe.SETUP, -1);
        ResumeTest.assertSame(killed, calm);
    }

    @Test
    void twoProcessesNeverWorkOnOneFolder() throws Exception {
        Path folder = temp.resolve("run");
        Process process = begin(folder);
        try {
            assertThat(process.isAlive()).isTrue();
            assertThatThrownBy(() -> ResumeTest.train(folder, TrainingProbe.SETUP, -1))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageStartingWith("another process is at work on " + folder);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Waits until it has written a checkpoint. */
    private static Process begin(Path folder) throws Exception {
        List<String> before = checkpoints(folder);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProbe.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (process.isAlive() && checkpoints(folder).equals(before)) {
            Thread.sleep(5);
        }
        return process;
    }

    private static List<String> checkpoints(Path folder) throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("step-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void memoryIsFlatOverManySteps() throws Exception {
        long[] kib = ChildJvm.numbers(TrainingProbe.class, temp.toString(), "memory");
        assertThat(kib).hasSize(2);
        assertThat(kib[1] - kib[0]).isLessThan(SLACK_KIB);
    }
}
