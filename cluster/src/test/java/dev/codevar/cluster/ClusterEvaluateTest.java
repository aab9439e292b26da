package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.codevar.cluster.drive.ClusterEvaluate;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.Wanted;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureNetworks;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.models.ModelSet;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Program;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two task slots find the numbers that one machine finds, whatever the pieces: several parts of features, shards and pairs of blocks. */
class ClusterEvaluateTest {
    private static final int SAMPLES = 1100;
    private static final int SHARD = 300;
    private static final Scoring SCORING =
            new Scoring(MeanPrecision.FLOAT64, DistanceArithmetic.FLOAT16_COMPATIBLE, 3, 5, 400, 10, 100, 256, 2020);

    @TempDir
    Path temp;

    private Path pictures(String name, int count, int spread, long seed) throws IOException {
        return Noise.pictures(temp.resolve(name), count, spread, seed);
    }

    private EvaluateJob job(Path samples, Path reference, DistanceArithmetic arithmetic) {
        return new EvaluateJob(
                EvaluateJob.FORMAT,
                "file://" + samples,
                reference.toString(),
                Drawn.MODELS.toString(),
                List.of(),
                null,
                "cpu",
                1,
                arithmetic,
                false,
                "file://" + temp.resolve("work"),
                false);
    }

    private static Evaluated onCluster(EvaluateJob job) {
        return new ClusterEvaluate(new SparkConf().setMaster("local[2]"), EvaluationProgress.NONE, line -> {}, SHARD)
                .run(job, SCORING);
    }

    private static Evaluated alone(Path samples, Path reference, DistanceArithmetic arithmetic) {
        Libtorch.useThreads(1);
        try (FeatureNetwork network = FeatureNetworks.open(null, ModelSet.open(Drawn.MODELS), Device.CPU)) {
            return new Evaluation(network, SCORING.with(arithmetic), new FeaturePlaces(null), EvaluationProgress.NONE)
                    .run(samples, reference, Wanted.SCORES);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DistanceArithmetic.class,
            names = {"FLOAT16_COMPATIBLE", "FLOAT32"})
    void numbersAreThoseOfOneMachine(DistanceArithmetic arithmetic) throws IOException {
        Path samples = pictures("samples.npy", SAMPLES, 60, 1);
        Path reference = pictures("reference.npy", 700, 90, 2);
        Evaluated alone = alone(samples, reference, arithmetic);
        Evaluated cluster = onCluster(job(samples, reference, arithmetic));
        Scores one = alone.scores();
        Scores many = cluster.scores();
        assertThat(many.fid()).isPositive().isCloseTo(one.fid(), withinPercentage(1e-7));
        assertThat(many.isMean()).isCloseTo(one.isMean(), within(1e-9));
        assertThat(many.kid()).isCloseTo(one.kid(), within(1e-9));
        assertThat(many.precision()).isStrictlyBetween(0.0, 1.0).isEqualTo(one.precision());
        assertThat(many.recall()).isStrictlyBetween(0.0, 1.0).isEqualTo(one.recall());
        assertThat(many.density()).isEqualTo(one.density());
        assertThat(many.coverage()).isEqualTo(one.coverage());
        assertThat(cluster.interval()).isEqualTo(alone.interval());
        assertThat(many.warnings()).isEqualTo(one.warnings());
    }

    @Test
    void featuresAreKeptAndCheckedByTheirSha256() throws IOException {
        Path samples = pictures("samples.npy", SAMPLES, 60, 1);
        Path reference = pictures("reference.npy", 100, 90, 2);
        EvaluateJob job = job(samples, reference, DistanceArithmetic.FLOAT32);
        Scores first = onCluster(job).scores();
        List<Path> rows = rows();
        // Blocks of 64 pictures, eight a task: three tasks of samples, and one of the reference.
        assertThat(rows).hasSize(4);
        assertThat(FolderFiles.list(temp.resolve("work"))).hasSize(2);
        assertThat(onCluster(job).scores()).isEqualTo(first);
        assertThat(rows()).isEqualTo(rows);
        Files.write(rows.get(0), new byte[100]);
        byte[] damaged = Files.readAllBytes(rows.get(1));
        damaged[damaged.length / 2] ^= 1;
        Files.write(rows.get(1), damaged);
        // What another evaluation is about to count is left to it; what a killed one has left is not.
        Path another = Files.writeString(rows.get(2).resolveSibling("000000-another.rows"), "at work");
        Path old = Files.writeString(rows.get(2).resolveSibling("000000-old.rows"), "left over");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        assertThat(onCluster(job).scores()).isEqualTo(first);
        assertThat(rows())
                .hasSize(5)
                .doesNotContain(rows.get(0), rows.get(1), old)
                .contains(rows.get(2), rows.get(3), another);
    }

    @Test
    void featuresOfOtherKernelsAreNamedOrComputedAnew() throws IOException {
        Path samples = pictures("samples.npy", 100, 60, 1);
        Path reference = pictures("reference.npy", 100, 90, 2);
        EvaluateJob job = job(samples, reference, DistanceArithmetic.FLOAT32);
        EvaluateJob any =
                EvaluateJob.parse(job.json().replace("\"other_kernels\":false", "\"other_kernels\":true"), "job.json");
        assertThat(notes(job)).isEmpty();
        List<Path> rows = rows();
        for (Path accepted : files(".json")) {
            Files.writeString(accepted, Files.readString(accepted).replace(Kernels.of("cpu"), "z80"));
        }
        assertThat(notes(any))
                .hasSize(2)
                .allMatch(note -> note.startsWith("features of ")
                        && note.contains(" were computed by version " + Program.version() + " with kernels for z80: "));
        assertThat(rows()).isEqualTo(rows);
        assertThat(notes(job)).isEmpty();
        assertThat(rows()).hasSize(4).containsAll(rows);
    }

    private static List<String> notes(EvaluateJob job) {
        List<String> notes = new ArrayList<>();
        EvaluationProgress progress = new EvaluationProgress() {
            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        new ClusterEvaluate(new SparkConf().setMaster("local[2]"), progress, line -> {}, SHARD).run(job, SCORING);
        return notes;
    }

    private List<Path> rows() throws IOException {
        return files(".rows");
    }

    private List<Path> files(String end) throws IOException {
        try (Stream<Path> all = Files.walk(temp.resolve("work"))) {
            return new ArrayList<>(
                    all.filter(file -> file.toString().endsWith(end)).sorted().toList());
        }
    }

    @Test
    void picturesThatAreBrokenAreNamed() throws IOException {
        Path samples = pictures("samples.npy", 100, 60, 1);
        Path folder = Files.createDirectories(temp.resolve("folder"));
        Files.writeString(folder.resolve("a.png"), "no picture");
        assertThatThrownBy(() -> onCluster(job(folder, samples, DistanceArithmetic.FLOAT32)))
                .hasMessageContaining("a.png");
        assertThatThrownBy(() -> onCluster(job(temp.resolve("nowhere"), samples, DistanceArithmetic.FLOAT32)))
                .hasMessageContaining("nowhere");
    }

    @Test
    void jobs() {
        assertThatThrownBy(() -> EvaluateJob.parse("{\"format\":2}", "job.json"))
                .hasMessageContaining("job.json is not understood");
        EvaluateJob job = job(temp, temp, DistanceArithmetic.FLOAT32);
        assertThat(EvaluateJob.parse(job.json(), "job.json")).isEqualTo(job);
        assertThatThrownBy(() -> new EvaluateJob(
                        2, "a", null, "m", List.of(), null, "cpu", 1, DistanceArithmetic.FLOAT32, false, "w", false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("format 2 of evaluations is not 1");
    }
}
