package dev.codevar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Libtorch;
import dev.codevar.training.loop.folder.Checkpoints;
import dev.codevar.training.parallel.Together;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that train together end together, however one of them ends, and leave what goes on. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ParallelProcessTest {
    private static final int KILLS = 2;
    private static final long LONGEST_WAIT_MS = 300;
    private static final long PATIENCE_S = 120;

    @TempDir
    Path temp;

    private final List<Process> launchers = new ArrayList<>();

    /** Two processes, and the one that started them. */
    private record Running(Process launcher, List<ProcessHandle> processes, Path said) {
        int awaitEnd() throws Exception {
            assertThat(launcher.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            for (ProcessHandle process : processes) {
                process.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
            }
            return launcher.exitValue();
        }
    }

    /** Starts, and waits until a checkpoint is there that was not before. */
    private Running begin(Path folder) throws Exception {
        List<Path> before = checkpoints(folder);
        return begin(folder, () -> !checkpoints(folder).equals(before));
    }

    private Running begin(Path folder, Callable<Boolean> underWay) throws Exception {
        Files.createDirectories(folder);
        Path said = Files.createTempFile(temp, "said", ".txt");
        Process launcher = new ProcessBuilder(ParallelProbe.command(folder))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        launchers.add(launcher);
        while (launcher.isAlive() && !underWay.call()) {
            Thread.sleep(5);
        }
        List<ProcessHandle> processes = new ArrayList<>();
        for (int rank = 0; rank < 2; rank++) {
            String pid = Files.readString(folder.resolveSibling("rank" + rank));
            processes.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
        }
        return new Running(launcher, processes, said);
    }

    @AfterEach
    void end() {
        launchers.forEach(Process::destroyForcibly);
    }

    private static List<Path> checkpoints(Path folder) throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.filter(file -> file.getFileName().toString().startsWith("step-"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void killedAndBegunAgainTheyEndAsIfNothingHadBeen() throws Exception {
        Libtorch.useThreads(1);
        Path calm = temp.resolve("calm/run");
        Path killed = temp.resolve("killed/run");
        trainCalmly(calm);
        // The moments differ from run to run with the machine; the claim holds at every one of them.
        Random moments = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            Running running = begin(killed);
            Thread.sleep(moments.nextLong(LONGEST_WAIT_MS));
            running.launcher().destroyForcibly();
            // The others end with it.
            running.awaitEnd();
        }
        assertThat(killed.resolve("weights.safetensors")).doesNotExist();
        trainCalmly(killed);
        ResumeTest.assertSame(killed, calm);
    }

    private static void trainCalmly(Path folder) throws Exception {
        Together.run(2, peers -> {
            try (PointerScope making = new PointerScope();
                    RegressionTask task = new RegressionTask(true);
                    Training training =
                            Training.open(folder, TrainingProbe.SETUP, task, TrainingListener.NONE, peers)) {
                return training.run();
            }
        });
    }

    @Test
    void oneThatIsKilledEndsAllWithALine() throws Exception {
        Running running = begin(temp.resolve("killed/run"));
        running.processes().get(1).destroyForcibly();
        assertThat(running.awaitEnd()).isPositive();
        assertThat(Files.readString(running.said()))
                .contains("process 1 of 0 to 1 ended with exit code 137")
                .containsPattern(named(running, 1) + " has ended; begun again, the training goes on from its last");
    }

    /** {@return how others name it, in a regular expression} */
    private static String named(Running running, int rank) {
        return "process " + rank + " on \\S+ \\(pid "
                + running.processes().get(rank).pid() + "\\)";
    }

    @Test
    void oneThatHangsEndsAllWithALine() throws Exception {
        Running running = begin(temp.resolve(ParallelProbe.HANGING));
        ProcessHandle hung = running.processes().get(1);
        new ProcessBuilder("kill", "-STOP", String.valueOf(hung.pid())).start().waitFor();
        running.processes().get(0).onExit().get(PATIENCE_S, TimeUnit.SECONDS);
        hung.destroyForcibly();
        assertThat(running.awaitEnd()).isPositive();
        assertThat(Files.readString(running.said()))
                .containsPattern(named(running, 1) + " has given no sign of life for 3.0 s");
    }

    @Test
    void whoeverComputesByItselfEndsToo() throws Exception {
        Path folder = temp.resolve(ParallelProbe.MEASURING);
        Running running = begin(folder, () -> Files.exists(folder.resolveSibling(ParallelProbe.MEASURING + " begun")));
        running.processes().get(1).destroyForcibly();
        assertThat(running.awaitEnd()).isPositive();
        assertThat(Files.readString(running.said())).containsPattern(named(running, 1) + " has ended");
    }

    @Test
    void oneThatIsAskedToEndStopsAllWithOneCheckpoint() throws Exception {
        Path folder = temp.resolve("stopped/run");
        Running running = begin(folder);
        running.processes().get(1).destroy();
        assertThat(running.awaitEnd()).isZero();
        int step = Integer.parseInt(
                Files.readString(running.said()).strip().replaceAll("(?s).*process 0 took (\\d+) steps.*", "$1"));
        assertThat(step).isBetween(TrainingProbe.SAVED_EVERY, TrainingProbe.STEPS - 1);
        List<Path> checkpoints = checkpoints(folder);
        assertThat(checkpoints.get(checkpoints.size() - 1)).hasFileName(Checkpoints.name(step, ".safetensors"));
    }

    @Test
    void theOneThatStartedThemAskedToEndAsksAll() throws Exception {
        Path folder = temp.resolve("stopped/run");
        Running running = begin(folder);
        running.launcher().destroy();
        assertThat(running.awaitEnd()).as("as by kill").isEqualTo(143);
        assertThat(Files.readString(running.said())).matches("process 0 took \\d+ steps\\R");
    }
}
