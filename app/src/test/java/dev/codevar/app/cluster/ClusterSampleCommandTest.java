package dev.codevar.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.app.Cli;
import dev.codevar.sampling.parts.BegunParts;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command makes of its options: the file of a job. */
class ClusterSampleCommandTest {
    @TempDir
    Path temp;

    private PartsJob job(String... options) throws IOException {
        Path file = temp.resolve("job.json");
        Object[] words = new Object[options.length + 8];
        Object[] first = {
            "cluster", "sample", "--model", Cli.FASHION32, "--threads", 1, "--job", file,
        };
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(options, 0, words, first.length, options.length);
        assertThat(Cli.run(words).succeeds().out()).isEqualTo(file + "\n");
        return PartsJob.parse(Files.readString(file), "the job");
    }

    @Test
    void optionsAreThoseOfSample() throws IOException {
        PartsJob job = job(
                "--out",
                "hdfs://host/run",
                "--preset",
                "var",
                "--per-class",
                "3",
                "--batch",
                "5",
                "--seed",
                "9",
                "--plan",
                "large",
                "--blocks",
                "4",
                "--max-memory",
                "3G");
        assertThat(job.kind()).isEqualTo(PartKind.PARQUET);
        assertThat(job.out()).isEqualTo("hdfs://host/run");
        assertThat(job.run().sampling()).isEqualTo(Preset.VAR.sampling());
        assertThat(job.run().total()).isEqualTo(30);
        assertThat(job.run().block()).isEqualTo(5);
        assertThat(job.run().seed()).isEqualTo(9);
        assertThat(job.run().plan()).isEqualTo("large");
        assertThat(job.run().threads()).isEqualTo(1);
        assertThat(job.blocks()).isEqualTo(4);
        assertThat(job.maxMemory()).isEqualTo(3L << 30);
        assertThat(job.models())
                .isEqualTo(Cli.FASHION32.toAbsolutePath().normalize().toString());
        assertThat(job.brought()).isEmpty();
    }

    @Test
    void aRunThatWasBegunGoesOn() throws IOException {
        Path out = Files.createDirectories(temp.resolve("out"));
        PartsJob first = job("--out", out.toString(), "--per-class", "2", "--batch", "4", "--format", "webdataset");
        Files.writeString(out.resolve(PartFolder.BEGUN), BegunParts.of(first).json());
        PartsJob second = job("--out", out.toString());
        assertThat(second).isEqualTo(first);
    }

    @Test
    void featuresNameTheirNetwork() throws IOException {
        PartsJob job = job("--out", temp.resolve("out").toString(), "--batch", "4", "--format", "features");
        assertThat(job.run().streamed()).isNotNull();
        assertThat(job.run().keepsPngs()).isFalse();
    }

    @Test
    void filesThatAreBroughtAreNamed() throws IOException {
        PartsJob job = job("--out", temp.resolve("out").toString(), "--batch", "4", "--bring-models");
        assertThat(job.brought())
                .allMatch(file -> file.startsWith("file:///"))
                .anyMatch(file -> file.endsWith("/model.json"))
                .anyMatch(file -> file.endsWith("/vae.safetensors"));
    }

    @Test
    void aJobThatIsWrittenIsNamedInJson() {
        Path job = temp.resolve("named.json");
        assertThat(Cli.run(
                                "cluster",
                                "sample",
                                "-m",
                                Cli.FASHION32,
                                "--threads",
                                1,
                                "--job",
                                job,
                                "--out",
                                temp.resolve("out"),
                                "--batch",
                                4,
                                "--json")
                        .succeeds()
                        .json()
                        .get("job")
                        .asText())
                .isEqualTo(job.toString());
    }

    @Test
    void badOptions() {
        Cli.run("cluster", "sample").fails(2, "--out");
        Path job = temp.resolve("job.json");
        Cli.run("cluster", "sample", "--out", temp.resolve("out"), "--job", job, "--conf", "executor.memory=1g")
                .fails(2, "conf 'executor.memory=1g' is no setting of Spark");
        Cli.run("cluster", "sample", "--out", temp.resolve("out"), "--job", job, "--conf", "spark.executor.memory=1g")
                .fails(2, "--conf is said to spark-submit, not to --job");
        Cli.run("cluster", "sample", "--out", temp.resolve("out"), "--job", job, "--master", "yarn")
                .fails(2, "--master yarn is said to spark-submit, not to --job");
        Cli.run("cluster", "sample", "--out", temp.resolve("out"), "--job", job, "--blocks", 0)
                .fails(2, "blocks 0 is not between 1 and");
        Cli.run("cluster", "sample", "--out", temp.resolve("out"), "--job", job, "--inception", "x.pb")
                .fails(2, "--inception goes with --format features, not parquet");
        Cli.run("cluster", "sample", "--out", temp.resolve("out"), "--job", job, "--device", "cuda:0,small=cuda:1")
                .fails(2, "is not legal on a cluster");
    }
}
