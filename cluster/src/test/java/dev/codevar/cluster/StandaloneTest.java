package dev.codevar.cluster;

import static dev.codevar.cluster.SparkProcesses.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real cluster: a master, two workers, and a driver that is killed and started again; then a worker is killed with its executor, and
 * another executor freezes, so that what it has at hand is drawn a second time, and thaws when that is done.
 */
@Tag("slow")
class StandaloneTest {
    /** Enough for some seconds on one core. */
    private static final int PER_CLASS = 80;

    private static final int TOTAL = 10 * PER_CLASS;

    @TempDir
    Path temp;

    private int accepted() {
        return names(temp.resolve("out").resolve(PartFolder.ACCEPTED));
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
            Process one = spark.worker("one");
            Process two = spark.worker("two");
            Process killed = spark.driver("first", job);
            await("some parts", () -> accepted() >= 6);
            killed.destroyForcibly().waitFor();
            int before = accepted();
            assertThat(before).isLessThan(run.blocks().count() / 2);

            // A copy of a task is drawn as soon as that takes ten times as long as others.
            Process driver = spark.driver(
                    "second",
                    job,
                    "spark.speculation=true",
                    "spark.speculation.interval=100ms",
                    "spark.speculation.multiplier=10",
                    "spark.speculation.quantile=0.5");
            await(
                    "more parts",
                    () -> accepted() >= before + 10
                            && !SparkProcesses.executors(one).isEmpty());
            for (ProcessHandle executor : SparkProcesses.executors(one)) {
                executor.destroyForcibly();
            }
            one.destroyForcibly().waitFor();
            Process three = spark.worker("three");
            await(
                    "an executor of the third worker",
                    () -> Files.isDirectory(temp.resolve("three-work"))
                            && !SparkProcesses.executors(three).isEmpty());
            int alive = accepted();
            await("parts of the third worker", () -> accepted() >= alive + 10);
            ProcessHandle frozen = SparkProcesses.executors(two).get(0);
            SparkProcesses.signal("STOP", frozen);
            JsonNode said = new ObjectMapper().readTree(spark.ended("second", driver));
            SparkProcesses.signal("CONT", frozen);

            assertThat(said.get("pictures").asInt()).isEqualTo(TOTAL);
            assertThat(said.get("drawn").asInt()).isBetween(1, TOTAL - before);
            assertThat(said.get("lost_executors").asInt()).isPositive();
        }
        requireAll(run, out);
    }

    private void requireAll(SampleRun run, Path out) throws IOException {
        Path alone = temp.resolve("alone");
        Drawn.alone(run, alone);
        PartManifest manifest = new PartFolder(out).manifest().orElseThrow();
        Map<String, byte[]> files = new TreeMap<>();
        for (Part part : manifest.parts()) {
            try (InputStream in = Files.newInputStream(new PartFolder(out).file(part));
                    TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    assertThat(files.put(entry.getName(), tar.readAllBytes()))
                            .as(entry.getName())
                            .isNull();
                }
            }
        }
        assertThat(files).hasSize(3 * TOTAL);
        for (int position = 0; position < TOTAL; position++) {
            assertThat(files.get(String.format("%09d.png", position)))
                    .isEqualTo(Files.readAllBytes(RunSampler.png(alone, run, position)));
        }
    }
}
