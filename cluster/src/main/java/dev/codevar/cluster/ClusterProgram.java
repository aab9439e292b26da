package dev.codevar.cluster;

import dev.codevar.cluster.drive.ClusterEvaluate;
import dev.codevar.cluster.drive.ClusterSample;
import dev.codevar.cluster.drive.SampledParts;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.page.EvaluateReport;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.sampling.parts.PartsJob;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/** What {@code spark-submit} starts: does the job in a file that {@code codevar cluster} wrote. */
public final class ClusterProgram {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private final PrintWriter out;
    private final PrintWriter err;

    ClusterProgram(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Does the job and ends the process with its exit code: 0 done, 1 failed, 2 bad input. */
    public static void main(String... arguments) {
        ClusterProgram program = new ClusterProgram(writer(FileDescriptor.out), writer(FileDescriptor.err));
        System.exit(program.run(new SparkConf(), arguments));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /**
     * Does a job.
     *
     * @param conf how to reach the cluster
     * @param arguments what to do, {@code sample} or {@code evaluate}, the job's file, and {@code --json} for one object in the place
     *     of lines
     * @return the exit code
     */
    int run(SparkConf conf, String... arguments) {
        try {
            if (arguments.length < 2) {
                throw new InvalidInputException(
                        "say sample or evaluate, and the file of a job: codevar cluster sample --job FILE writes one");
            }
            boolean json = arguments.length > 2 && arguments[2].equals("--json");
            Path file = FilePaths.of(arguments[1]);
            try (ProgressLines lines = new ProgressLines(err)) {
                switch (arguments[0]) {
                    case "sample" -> sample(conf, PartsJob.parse(read(file), file.toString()), lines, json);
                    case "evaluate" -> evaluate(conf, EvaluateJob.parse(read(file), file.toString()), lines, json);
                    default ->
                        throw new InvalidInputException("'" + arguments[0] + "' is unknown: use sample or evaluate");
                }
            }
            return 0;
        } catch (InvalidInputException | BrokenFileException e) {
            say(line(e));
            return BAD_INPUT;
        } catch (CodeVarException e) {
            say(line(e));
            return FAILED;
        } catch (RuntimeException | OutOfMemoryError e) {
            say("unexpected " + e.getClass().getSimpleName() + ": " + line(e));
            return FAILED;
        }
    }

    private void sample(SparkConf conf, PartsJob job, ProgressLines lines, boolean json) {
        SampledParts done = new ClusterSample(conf, lines, this::say).run(job);
        SampledReport.of(done).print(out, json);
    }

    private void evaluate(SparkConf conf, EvaluateJob job, ProgressLines lines, boolean json) {
        Evaluated done = new ClusterEvaluate(conf, lines, this::say).run(job, Scoring.published());
        EvaluateReport.of(done, null).print(out, json);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    private void say(String line) {
        err.println("codevar: " + line);
    }

    private static String line(Throwable e) {
        String message = e.getMessage();
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
