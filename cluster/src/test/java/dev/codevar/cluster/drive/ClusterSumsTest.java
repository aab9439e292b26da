package dev.codevar.cluster.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.frechet.MeanPrecision;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums of features that only the driver has. */
class ClusterSumsTest {
    private static final int NUMBERS = 64;
    private static final int ROWS = 600;
    private static final int SHARD = 50;

    @TempDir
    Path temp;

    private EvaluateJob job() {
        return new EvaluateJob(
                EvaluateJob.FORMAT,
                "file:///samples",
                null,
                "/models",
                List.of(),
                null,
                "cpu",
                1,
                DistanceArithmetic.FLOAT32,
                false,
                "file://" + temp,
                false);
    }

    private static float[] noise() {
        Random random = new Random(1);
        float[] values = new float[ROWS * NUMBERS];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }

    /** Moments of 64 numbers take 96 KB; twelve shards of them, or the three of the tree's first level, would not fit the driver's share. */
    @Test
    void theDriverGetsMomentsOnceAndRefusalsAtOnce() throws IOException {
        Path old = Files.writeString(temp.resolve("rows-of-a-killed-driver"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path another = Files.writeString(temp.resolve("rows-of-another-driver"), "");
        SparkConf conf = new SparkConf().setMaster("local[2]").set("spark.driver.maxResultSize", "250k");
        Counters counters = new Counters((task, done, total) -> {});
        try (SparkWork spark = new SparkWork(ClusterConf.of(conf, "test", 1), counters, line -> {}, List.of());
                ClusterSums sums = new ClusterSums(spark, job(), SHARD, new Configuration())) {
            Features features = new FeatureArray(noise(), NUMBERS);
            Gaussian counted = sums.gaussian(features, MeanPrecision.FLOAT64);
            Gaussian alone = MeanPrecision.FLOAT64.gaussian(features);
            assertThat(counted.mean()).isEqualTo(alone.mean());
            assertThat(counted.covariance()).isEqualTo(alone.covariance());
            assertThat(old).doesNotExist();

            float[] wrong = noise();
            wrong[477 * NUMBERS + 3] = -5000;
            assertThatThrownBy(() -> sums.gaussian(new FeatureArray(wrong, NUMBERS), MeanPrecision.FLOAT64))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("executor driver on ")
                    .hasMessageContaining("cannot do it: row 477 of the features, from 0, holds -5000.0");
            assertThat(counters.failed()).isZero();
        }
        assertThat(FolderFiles.list(temp)).containsExactly(another);
    }
}
