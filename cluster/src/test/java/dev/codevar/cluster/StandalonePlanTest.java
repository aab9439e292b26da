package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.sampling.parts.FleetTime;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.RunTimes;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs of 1 and of 2 executors of one thread, beside what the plan says of both by the times of the first: printed, for people to judge. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "cluster.long", matches = "true")
class StandalonePlanTest {
    private static final int PER_CLASS = 60;

    @TempDir
    Path temp;

    private RunTimes times(SparkProcesses spark, int executors) throws IOException, InterruptedException {
        SampleRun run = Drawn.run(PartKind.WEBDATASET, PER_CLASS);
        Path out = temp.resolve("out" + executors);
        Path job = Files.writeString(
                temp.resolve(executors + ".json"),
                Drawn.job(run, PartKind.WEBDATASET, SparkProcesses.address(out)).json());
        String name = "driver" + executors;
        spark.ended(name, spark.driver(name, "sample", job, "spark.cores.max=" + executors));
        return RunTimes.parse(Files.readString(out.resolve(PartFolder.TIMES)), PartFolder.TIMES);
    }

    @Test
    void oneAndTwoExecutors() throws IOException, InterruptedException {
        PrintStream to = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (SparkProcesses spark = new SparkProcesses(temp)) {
            spark.worker("one", "127.0.0.2");
            spark.worker("two", "127.0.0.3");
            FleetTime plan = null;
            for (int executors = 1; executors <= 2; executors++) {
                RunTimes measured = times(spark, executors);
                plan = plan == null ? FleetTime.of(measured) : plan;
                assertThat(measured.executors()).hasSize(executors);
                assertThat(measured.pictures()).isEqualTo(10 * PER_CLASS);
                to.println(String.format(
                        Locale.ROOT,
                        "%d executors: tasks of %d pictures took %.1f s, and %.1f s in the simulation",
                        executors,
                        measured.pictures(),
                        measured.secondsOfTasks(),
                        plan.ofTasks(measured)));
            }
        }
    }
}
