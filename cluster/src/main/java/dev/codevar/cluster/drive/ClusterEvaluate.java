package dev.codevar.cluster.drive;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.cluster.score.FeatureJob;
import dev.codevar.cluster.score.PictureAddress;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.Wanted;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;

/**
 * Scores pictures on a cluster. Executors compute features, moments and neighbours; what comes of them, and the scores that need one
 * pass over the features, is this process's.
 */
public final class ClusterEvaluate {
    private final SparkConf conf;
    private final EvaluationProgress progress;
    private final Consumer<String> notes;
    private final int shard;

    /**
     * @param conf how to reach the cluster
     * @param progress told how far it is
     * @param notes gets lines for people
     */
    public ClusterEvaluate(SparkConf conf, EvaluationProgress progress, Consumer<String> notes) {
        this(conf, progress, notes, ClusterSums.SHARD);
    }

    /**
     * As {@link #ClusterEvaluate(SparkConf, EvaluationProgress, Consumer)}.
     *
     * @param shard rows whose moments a task counts up
     */
    public ClusterEvaluate(SparkConf conf, EvaluationProgress progress, Consumer<String> notes, int shard) {
        this.conf = conf;
        this.progress = progress;
        this.notes = notes;
        this.shard = shard;
    }

    /**
     * Scores pictures.
     *
     * @param scoring how; its blocks are what executors join
     * @throws InvalidInputException if an executor cannot do it, or the job is not legal
     * @throws CodeVarException if it failed: features that are there are used when it is started again
     */
    public Evaluated run(EvaluateJob job, Scoring scoring) {
        Libtorch.useThreads(job.threads());
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(conf);
        ModelSet set = FeatureJob.set(job);
        Counters counters = new Counters(progress::at);
        SparkConf whole = ClusterConf.of(conf, "evaluate " + job.samples(), job.threads());
        // What it says of pictures the executors' networks compute: this one is asked for its name and fingerprint.
        try (SparkWork spark = new SparkWork(whole, counters, notes, List.of());
                ClusterSums sums = new ClusterSums(spark, job, shard, hadoop);
                FeatureNetwork network = FeatureJob.network(job, set, Device.CPU.label())) {
            FeaturePlaces places = new FeaturePlaces(null, new ClusterFeatures(spark, job, counters, hadoop));
            Evaluation evaluation = new Evaluation(network, scoring.with(job.arithmetic()), sums, places, progress);
            Wanted wanted = new Wanted(
                    job.classDistances(),
                    false,
                    set == null ? List.of() : set.description().classes());
            OutputFolder samples = new OutputFolder(job.samples(), hadoop);
            return samples.isLocal()
                    ? evaluation.run(Path.of(samples.address()), reference(job, set), wanted)
                    : evaluation.run(PictureAddress.open(job.samples(), hadoop), reference(job, set), wanted);
        }
    }

    private static @Nullable Path reference(EvaluateJob job, @Nullable ModelSet set) {
        if (job.reference() != null) {
            return FilePaths.of(job.reference());
        }
        return set == null || job.inception() != null
                ? null
                : set.referenceFile().orElse(null);
    }
}
