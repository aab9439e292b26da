package dev.codevar.training.loop;

import dev.codevar.process.ParentProcess;
import dev.codevar.tensor.Libtorch;
import dev.codevar.training.parallel.Meeting;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.parallel.Processes;
import dev.codevar.training.parallel.Together;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.bytedeco.javacpp.PointerScope;

/** A process that trains together with others, or that starts them. */
final class ParallelProbe {
    /** Says that the first process measures held-out data for ever. */
    static final String MEASURING = "measuring";
    /** Says that one of them will be silent. */
    static final String HANGING = "hanging";
    /** Without signs of life: longer than a busy machine may keep a process waiting, but where silence is wanted. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private static final Duration SHORT_SILENCE = Duration.ofSeconds(3);
    private static final Duration SHORT_GRACE = Duration.ofSeconds(1);

    private static final int COUNT = 2;

    private ParallelProbe() {}

    /** {@return the words that start a JVM with this class, to train in a folder; in one of this name it does as it says} */
    static List<String> command(Path folder) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ParallelProbe.class.getName(),
                folder.toString());
    }

    public static void main(String... folder) {
        Path path = Path.of(folder[0]);
        Meeting.of(System.getenv())
                .ifPresentOrElse(
                        meeting -> train(meeting, path),
                        () -> System.exit(
                                Processes.run(COUNT, command(path), System.out::println, System.err::println)));
    }

    /** Leaves its number in a file, so that it can be told from the others. */
    private static void train(Meeting meeting, Path path) {
        CountDownLatch ended = new CountDownLatch(1);
        Duration silence = path.endsWith(HANGING) ? SHORT_SILENCE : SILENCE;
        Duration grace = path.endsWith(MEASURING) ? SHORT_GRACE : silence;
        ParentProcess.endWith(System.getenv());
        Libtorch.useThreads(1);
        try (PointerScope scope = new PointerScope();
                Peers peers = Together.join(meeting, silence, grace, ParallelProbe::end);
                RegressionTask task = path.endsWith(MEASURING) ? measuring(path) : TrainingProbe.unhurried();
                Training training = Training.open(path, TrainingProbe.SETUP, task, TrainingListener.NONE, peers)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                training.stop();
                await(ended);
            }));
            Path number = path.resolveSibling("rank" + peers.rank());
            Files.writeString(number, String.valueOf(ProcessHandle.current().pid()));
            System.out.println(
                    "process " + peers.rank() + " took " + training.run().step() + " steps");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ended.countDown();
        }
    }

    private static RegressionTask measuring(Path path) {
        return new RegressionTask(true) {
            @Override
            public Map<String, Double> validate() {
                try {
                    Files.createFile(path.resolveSibling(MEASURING + " begun"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                await(new CountDownLatch(1));
                return Map.of();
            }
        };
    }

    /** As the command line does. */
    private static void end(String why) {
        System.err.println(why);
        Runtime.getRuntime().halt(1);
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
