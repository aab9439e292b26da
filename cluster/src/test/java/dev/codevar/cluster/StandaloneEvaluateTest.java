package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.Wanted;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureNetworks;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real cluster scores pictures: of two workers one is killed with its executor half-way. More rows than a shard of moments and a
 * block of neighbours have.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "cluster.long", matches = "true")
class StandaloneEvaluateTest {
    private static final int SAMPLES = 10_300;
    private static final int REFERENCE = 1_000;

    @TempDir
    Path temp;

    private EvaluateJob job(Path samples, Path reference) {
        return new EvaluateJob(
                EvaluateJob.FORMAT,
                SparkProcesses.address(samples),
                reference.toString(),
                Drawn.MODELS.toString(),
                List.of(),
                null,
                "cpu",
                1,
                DistanceArithmetic.FLOAT32,
                false,
                SparkProcesses.address(temp.resolve("work")),
                false);
    }

    private static Scores alone(Path samples, Path reference) {
        Libtorch.useThreads(1);
        Scoring scoring = Scoring.published().with(DistanceArithmetic.FLOAT32);
        try (FeatureNetwork network = FeatureNetworks.open(null, ModelSet.open(Drawn.MODELS), Device.CPU)) {
            return new Evaluation(network, scoring, new FeaturePlaces(null), EvaluationProgress.NONE)
                    .run(samples, reference, Wanted.SCORES)
                    .scores();
        }
    }

    private long accepted() {
        Path work = temp.resolve("work");
        if (!Files.isDirectory(work)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(work)) {
            return all.filter(file -> file.toString().contains("/" + PartFolder.ACCEPTED + "/"))
                    .count();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Test
    void theNumbersAreThoseOfOneMachineWhoeverDies() throws IOException, InterruptedException {
        Path samples = Noise.pictures(temp.resolve("samples.npy"), SAMPLES, 60, 1);
        Path reference = Noise.pictures(temp.resolve("reference.npy"), REFERENCE, 90, 2);
        Path job = Files.writeString(
                temp.resolve("job.json"), job(samples, reference).json());
        JsonNode said;
        try (SparkProcesses spark = new SparkProcesses(temp)) {
            Process one = spark.worker("one", "127.0.0.2");
            spark.worker("two", "127.0.0.3");
            Process driver = spark.driver("driver", "evaluate", job);
            spark.await("some features", "driver", driver, () -> accepted() >= 8);
            assertThat(driver.isAlive()).isTrue();
            List<ProcessHandle> executors = SparkProcesses.executors(one);
            assertThat(executors).isNotEmpty();
            executors.forEach(ProcessHandle::destroyForcibly);
            one.destroyForcibly().waitFor();
            said = new ObjectMapper().readTree(spark.ended("driver", driver));
        }
        Scores alone = alone(samples, reference);
        assertThat(said.get("fid").asDouble()).isPositive().isCloseTo(alone.fid(), withinPercentage(1e-7));
        assertThat(said.get("kid").asDouble()).isCloseTo(alone.kid(), within(1e-9));
        assertThat(said.get("is_mean").asDouble()).isCloseTo(alone.isMean(), within(1e-9));
        assertThat(said.get("precision").asDouble()).isEqualTo(alone.precision());
        assertThat(said.get("recall").asDouble()).isEqualTo(alone.recall());
        assertThat(said.get("density").asDouble()).isEqualTo(alone.density());
        assertThat(said.get("coverage").asDouble()).isEqualTo(alone.coverage());
        assertThat(said.get("count_samples").asInt()).isEqualTo(SAMPLES);
    }
}
