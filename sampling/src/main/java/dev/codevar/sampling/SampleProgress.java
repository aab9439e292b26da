package dev.codevar.sampling;

/** Watches a run. */
@FunctionalInterface
public interface SampleProgress {
    /** Does nothing. */
    SampleProgress NONE = (task, done, total) -> {};

    /**
     * @param task what is done at present
     * @param done how many pictures it is done for; what was done before a run was started again counts
     * @param total of how many
     */
    void at(String task, long done, long total);
}
