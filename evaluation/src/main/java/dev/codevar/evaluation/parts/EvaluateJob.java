package dev.codevar.evaluation.parts;

import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pictures to be scored by several machines, with all that whoever does some of it has to know.
 *
 * @param format the version of this: 1
 * @param samples the pictures' address: a file or a folder that all machines see, or a run in parts on a Hadoop file system
 * @param reference what they are compared with, under a path that all machines see; null for what the model set brings, or nothing
 * @param models the model set's folder; null where Inception sees the pictures and no model set is read
 * @param entries which models are taken of checkpoints that hold several
 * @param inception Inception's weights, under a path that all machines see; null for the network that the model set brings
 * @param device where networks run
 * @param threads with how many threads a task computes
 * @param arithmetic of precision and recall
 * @param classDistances whether every class is scored too
 * @param work a folder for features and what lies between, as the address of any Hadoop file system
 * @param otherKernels whether processors may compute that would make other bits
 */
public record EvaluateJob(
        int format,
        String samples,
        @Nullable String reference,
        @Nullable String models,
        List<String> entries,
        @Nullable String inception,
        String device,
        int threads,
        DistanceArithmetic arithmetic,
        boolean classDistances,
        String work,
        boolean otherKernels) {
    /** The version that this code reads and writes. */
    public static final int FORMAT = 1;

    public EvaluateJob {
        entries = List.copyOf(entries);
        if (format != FORMAT) {
            throw new InvalidInputException("format " + format + " of evaluations is not " + FORMAT);
        }
        if (models == null && inception == null) {
            throw new InvalidInputException("no network is named whose features are compared");
        }
    }

    /** {@return it on one line} */
    public String json() {
        return Json.line(this);
    }

    /**
     * {@return the job in such a line}
     *
     * @param name what holds it, for messages
     */
    public static EvaluateJob parse(String json, String name) {
        return Json.parse(json, EvaluateJob.class, name);
    }
}
