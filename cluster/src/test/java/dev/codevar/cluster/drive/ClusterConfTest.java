package dev.codevar.cluster.drive;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What a run wants of Spark, and what somebody else has said of it. */
class ClusterConfTest {
    private static SparkConf conf(String master, String... given) {
        SparkConf conf = new SparkConf(false).setMaster(master);
        for (int i = 0; i < given.length; i += 2) {
            conf.set(given[i], given[i + 1]);
        }
        return ClusterConf.of(conf, "sample run", 16);
    }

    @Test
    void anExecutorHasOneSlotWithAllThreads() {
        SparkConf conf = conf("spark://host:7077");
        assertThat(conf.get("spark.executor.cores")).isEqualTo("16");
        assertThat(conf.get("spark.task.cpus")).isEqualTo("16");
        assertThat(conf.get("spark.app.name")).isEqualTo("codevar sample run");
        assertThat(conf("local[2]").contains("spark.task.cpus")).isFalse();
    }

    @Test
    void whatIsSaidCounts() {
        SparkConf cores = conf("yarn", "spark.executor.cores", "8", "spark.executor.extraJavaOptions", "-Xss4m");
        assertThat(cores.get("spark.task.cpus")).isEqualTo("8");
        assertThat(cores.get("spark.executor.extraJavaOptions"))
                .startsWith("-Xss4m ")
                .contains("-Dorg.bytedeco.javacpp.maxbytes=0");
        assertThat(conf("yarn", "spark.task.cpus", "1").get("spark.task.cpus")).isEqualTo("1");
    }
}
