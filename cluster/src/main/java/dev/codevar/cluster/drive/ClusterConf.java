package dev.codevar.cluster.drive;

import org.apache.spark.SparkConf;

/** What a run wants of Spark unless somebody has said otherwise. */
final class ClusterConf {
    private static final String LOCAL = "local";
    /** libtorch's memory is invisible to JavaCPP, so its limits are switched off. */
    private static final String EXECUTOR_OPTIONS =
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0";

    private ClusterConf() {}

    /**
     * {@return these settings, and what is usual for the others}
     *
     * @param what what is done, for people
     * @param threads with how many threads a task computes
     */
    static SparkConf of(SparkConf given, String what, int threads) {
        SparkConf conf = given.clone();
        conf.setIfMissing("spark.app.name", "codevar " + what);
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "passive");
        String options = conf.get("spark.executor.extraJavaOptions", "");
        conf.set("spark.executor.extraJavaOptions", (options + " " + EXECUTOR_OPTIONS).strip());
        if (!conf.get("spark.master", LOCAL).startsWith(LOCAL)) {
            // One task at a time in an executor, whose threads are libtorch's.
            conf.setIfMissing("spark.executor.cores", String.valueOf(threads));
            conf.setIfMissing("spark.task.cpus", conf.get("spark.executor.cores"));
        }
        return conf;
    }
}
