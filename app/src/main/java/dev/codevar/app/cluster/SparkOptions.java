package dev.codevar.app.cluster;

import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.WholeFile;
import dev.codevar.report.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which Spark does a job. */
final class SparkOptions {
    @Option(
            names = "--master",
            paramLabel = "MASTER",
            description =
                    "The cluster: spark://HOST:7077, yarn, k8s://…, or local[N] for N slots of this machine. Default: local[1].")
    private @Nullable String master;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of Spark, such as spark.executor.memory=4g or spark.speculation=true; repeatable.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--job",
            paramLabel = "FILE",
            description = "Write the job into a file in place of doing it, for spark-submit --class"
                    + " dev.codevar.cluster.ClusterProgram.")
    private @Nullable Path job;

    /** What is printed of a job that was written. */
    private record Written(String job) {}

    /** {@return a device that executors may be told: one name for all of them} */
    static String device(String name) {
        if (name.contains(",")) {
            throw new InvalidInputException("device '" + name + "' is not legal on a cluster: use cpu or cuda");
        }
        return name;
    }

    /** Fails on what cannot be started, before anything is opened. */
    void requireLegal() {
        settings.forEach((key, value) -> {
            if (!key.startsWith("spark.")) {
                throw new InvalidInputException(
                        "conf '" + key + "=" + value + "' is no setting of Spark: their names begin with spark.");
            }
        });
        if (job != null) {
            if (master != null || !settings.isEmpty()) {
                throw new InvalidInputException((master == null ? "--conf" : "--master " + master)
                        + " is said to spark-submit, not to --job, which writes what is to be done and nothing more");
            }
            OutputFiles.requireWritable(job);
        } else {
            SparkPlace.find();
        }
    }

    /**
     * Does a job, or writes it.
     *
     * @param what sample or evaluate
     * @param text the job
     * @param json whether what is said of it is one JSON object
     * @return the exit code
     */
    int run(String what, String text, boolean json, Terminal terminal) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        if (job == null) {
            SparkPlace place = SparkPlace.find();
            if (place.javaNote() != null) {
                terminal.err().println(place.javaNote());
            }
            return new SparkProcess(place, master == null ? "local[1]" : master, settings).run(what, bytes, json);
        }
        WholeFile.write(job, bytes);
        terminal.out().println(json ? Json.lineOfKnown(new Written(job.toString())) : job.toString());
        return 0;
    }
}
