package dev.codevar.evaluation.features;

/** Watches an evaluation. */
public interface EvaluationProgress {
    /** Does nothing. */
    EvaluationProgress NONE = new EvaluationProgress() {};

    /**
     * Features are computed or checked.
     *
     * @param task what is done with which pictures
     * @param done how many pictures it is done for; what was done before counts
     * @param total of how many
     */
    default void at(String task, long done, long total) {}

    /** A score is computed from here on. */
    default void scoring(String score) {}

    /** Something that one should know, in a line. */
    default void note(String line) {}
}
