package dev.codevar.cluster.score;

import dev.codevar.cluster.task.TaskAnswer;
import dev.codevar.evaluation.score.frechet.FeatureStatistics;
import dev.codevar.fault.CodeVarException;
import java.io.Serializable;
import org.apache.spark.api.java.function.Function2;
import org.jspecify.annotations.Nullable;

/**
 * What was counted up of rows, or why they were not.
 *
 * @param statistics the moments; null of no rows, and of a refusal
 * @param refusal a {@link TaskAnswer} as a line; null where nothing was refused
 */
public record Counted(
        @Nullable FeatureStatistics statistics, @Nullable String refusal) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of no rows. */
    public static final Counted NOTHING = new Counted(null, null);

    /** Adds up two; a refusal stays one. */
    public static final class Adding implements Function2<Counted, Counted, Counted> {
        private static final long serialVersionUID = 1L;

        @Override
        public Counted call(Counted one, Counted other) {
            if (one.refusal != null || other.equals(NOTHING)) {
                return one;
            }
            if (other.statistics == null || one.statistics == null) {
                return other;
            }
            one.statistics.merge(other.statistics);
            return one;
        }
    }

    /**
     * {@return the moments}
     *
     * @throws dev.codevar.fault.InvalidInputException if an executor refused to count
     */
    public FeatureStatistics require() {
        if (refusal != null) {
            TaskAnswer.parse(refusal).require();
        }
        if (statistics == null) {
            throw new CodeVarException("no rows were counted");
        }
        return statistics;
    }
}
