package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.cluster.drive.ClusterEvaluate;
import dev.codevar.cluster.drive.ClusterSample;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.Wanted;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureNetworks;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in parts of every kind have the scores of the same pictures drawn on one machine. */
class PartScoresTest {
    @TempDir
    Path temp;

    private static Evaluated scores(Path samples, Path reference) {
        ModelSet set = ModelSet.open(Drawn.MODELS);
        try (FeatureNetwork network = FeatureNetworks.open(null, set, Device.CPU)) {
            return new Evaluation(network, Scoring.published(), new FeaturePlaces(null), new EvaluationProgress() {})
                    .run(
                            samples,
                            reference,
                            new Wanted(false, false, set.description().classes()));
        }
    }

    /**
     * Parts are read from a store of another kind too, piece by piece.
     *
     * @param reference what is compared with, or null for what the model set brings
     */
    private Evaluated onCluster(PartKind kind, Path out, @Nullable Path reference) {
        String address = (kind.becomesArray() ? "file://" : "plain://") + out;
        EvaluateJob job = new EvaluateJob(
                EvaluateJob.FORMAT,
                address,
                reference == null ? null : reference.toString(),
                Drawn.MODELS.toString(),
                List.of(),
                null,
                "cpu",
                1,
                DistanceArithmetic.FLOAT16_COMPATIBLE,
                false,
                "plain://" + temp.resolve("work"),
                false);
        SparkConf conf =
                new SparkConf().setMaster("local[2]").set("spark.hadoop.fs.plain.impl", PlainStore.class.getName());
        return new ClusterEvaluate(conf, EvaluationProgress.NONE, line -> {}).run(job, Scoring.published());
    }

    @Test
    void scoresAreTheSame() {
        SampleRun run = Drawn.run(PartKind.PARQUET, 2);
        Drawn.alone(run, temp.resolve("alone"));
        // A few pictures, since every score is found nine times; the set's 10,000 are compared with once.
        Path reference = temp.resolve("reference");
        Drawn.alone(Drawn.run(PartKind.PARQUET, 4), reference);
        Evaluated alone = scores(temp.resolve("alone"), reference);
        assertThat(alone.scores().fid()).isPositive();
        for (PartKind kind : List.of(PartKind.values())) {
            Path out = temp.resolve(kind.name());
            new ClusterSample(new SparkConf().setMaster("local[2]"), (task, done, total) -> {}, line -> {})
                    .run(Drawn.job(Drawn.run(kind, 2), kind, out.toString()));
            Evaluated parts = scores(out, reference);
            assertThat(parts.scores()).as(kind.name()).isEqualTo(alone.scores());
            assertThat(parts.classAccuracy()).isEqualTo(alone.classAccuracy());
            assertThat(parts.samples().count()).isEqualTo(20);
            Evaluated onCluster = onCluster(kind, out, reference);
            assertThat(onCluster.scores()).as("on a cluster, " + kind).isEqualTo(alone.scores());
            assertThat(onCluster.classAccuracy()).isEqualTo(alone.classAccuracy());
        }
        Path ofTheSet = ModelSet.open(Drawn.MODELS).referenceFile().orElseThrow();
        assertThat(onCluster(PartKind.FEATURES, temp.resolve(PartKind.FEATURES.name()), null)
                        .scores())
                .isEqualTo(scores(temp.resolve("alone"), ofTheSet).scores());
    }
}
