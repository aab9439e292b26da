package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.file.FolderFiles;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real cluster: a master, two workers, and a driver that is killed and started again; then a worker is killed with its executor, and
 * another executor freezes, so that what it has at hand is drawn a second time, and thaws when that is done.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class StandaloneTest {
    /** Enough for some seconds on one core. */
    private static final int PER_CLASS = 40;

    private static final int TOTAL = 10 * PER_CLASS;
    private static final int PART = 2 * Drawn.BLOCK;

    @TempDir
    Path temp;

    private int accepted() {
        return names(temp.resolve("out").resolve(PartFolder.ACCEPTED));
    }

    private boolean isAcceptedOf(String executor) {
        return FolderFiles.list(temp.resolve("out").resolve(PartFolder.ACCEPTED)).stream()
                .anyMatch(file -> text(file).contains("\"" + executor));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return (int) all.count();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void everyPictureComesOnceWhateverDies() throws IOException, InterruptedException {
        SampleRun run = Drawn.run(PartKind.WEBDATASET, PER_CLASS);
        Path out = temp.resolve("out");
        Path job = Files.writeString(
                temp.resolve("job.json"),
                Drawn.job(run, PartKind.WEBDATASET, SparkProcesses.address(out)).json());
        try (SparkProcesses spark = new SparkProcesses(temp)) {
            Process one = spark.worker("one", "127.0.0.2");
            Process two = spark.worker("two", "127.0.0.3");
            Process killed = spark.driver("first", "sample", job);
            spark.await("some parts", "first", killed, () -> accepted() >= 4);
            killed.destroyForcibly().waitFor();
            int before = accepted();
            assertThat(before).isLessThan(run.blocks().count() / 2);

            // A copy of a task is drawn as soon as that takes five times as long as others.
            Process driver = spark.driver(
                    "second",
                    "sample",
                    job,
                    "spark.speculation=true",
                    "spark.speculation.interval=100ms",
                    "spark.speculation.multiplier=5",
                    "spark.speculation.quantile=0.5");
            spark.await(
                    "more parts",
                    "second",
                    driver,
                    () -> accepted() >= before + 5
                            && !SparkProcesses.executors(one).isEmpty());
            for (ProcessHandle executor : SparkProcesses.executors(one)) {
                executor.destroyForcibly();
            }
            one.destroyForcibly().waitFor();
            Process three = spark.worker("three", "127.0.0.4");
            spark.await(
                    "an executor of the third worker",
                    "second",
                    driver,
                    () -> Files.isDirectory(temp.resolve("three-work"))
                            && !SparkProcesses.executors(three).isEmpty());
            // Executors are counted from 0: this one is of the third worker, and has all that it needs from the others.
            spark.await("a part of the third worker", "second", driver, () -> isAcceptedOf("2 on "));
            ProcessHandle frozen = SparkProcesses.executors(two).get(0);
            SparkProcesses.signal("STOP", frozen);
            JsonNode said = new ObjectMapper().readTree(spark.ended("second", driver));
            SparkProcesses.signal("CONT", frozen);

            assertThat(said.get("pictures").asInt()).isEqualTo(TOTAL);
            // What the first driver was writing down when it was killed may not count.
            assertThat(said.get("drawn").asInt()).isBetween(TOTAL - PART * before, TOTAL - PART * (before - 1));
            assertThat(said.get("lost_executors").asInt()).isPositive();
        }
        Drawn.requireAll(run, temp.resolve("alone"), out);
    }
}
