package dev.codevar.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command makes of its options: the file of a job. */
class ClusterEvaluateCommandTest {
    @TempDir
    Path temp;

    private EvaluateJob job(Object... options) throws IOException {
        Path file = temp.resolve("job.json");
        Object[] words = new Object[options.length + 4];
        System.arraycopy(new Object[] {"cluster", "evaluate", "--job", file}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        assertThat(Cli.run(words).succeeds().out()).isEqualTo(file + "\n");
        return EvaluateJob.parse(Files.readString(file), "the job");
    }

    @Test
    void theModelSetsNetwork() throws IOException {
        EvaluateJob job = job("hdfs://host/run/", "--model", Cli.FASHION32, "--threads", 1, "--class-distances");
        assertThat(job.samples()).isEqualTo("hdfs://host/run/");
        assertThat(job.work()).isEqualTo("hdfs://host/run.features/cluster");
        assertThat(job.models())
                .isEqualTo(Cli.FASHION32.toAbsolutePath().normalize().toString());
        assertThat(job.inception()).isNull();
        assertThat(job.threads()).isEqualTo(1);
        assertThat(job.classDistances()).isTrue();
        assertThat(job.arithmetic()).isEqualTo(DistanceArithmetic.FLOAT16_COMPATIBLE);
    }

    @Test
    void inceptionNeedsNoModels() throws IOException {
        EvaluateJob job = job(
                temp.resolve("run"),
                "--inception",
                "net.pb",
                "--reference",
                "ref.npz",
                "--precision-recall",
                "float32",
                "--work",
                "s3a://bucket/work");
        assertThat(job.models()).isNull();
        assertThat(job.samples()).isEqualTo("file://" + temp.resolve("run"));
        assertThat(job.inception()).isEqualTo(Path.of("net.pb").toAbsolutePath().toString());
        assertThat(job.reference())
                .isEqualTo(Path.of("ref.npz").toAbsolutePath().toString());
        assertThat(job.work()).isEqualTo("s3a://bucket/work");
        assertThat(job.arithmetic()).isEqualTo(DistanceArithmetic.FLOAT32);
    }

    @Test
    void badOptions() {
        Path job = temp.resolve("job.json");
        Cli.run("cluster", "evaluate").fails(2, "SAMPLES");
        Cli.run("cluster", "evaluate", "run", "-m", Cli.FASHION32, "--job", job, "--device", "cuda:0,small=cuda:1")
                .fails(2, "is not legal on a cluster");
        Cli.run("cluster", "evaluate", "run", "--job", job, "--precision-recall", "int8")
                .fails(2, "--precision-recall int8 is unknown: use float16 or float32");
    }
}
