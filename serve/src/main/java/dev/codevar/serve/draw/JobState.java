package dev.codevar.serve.draw;

/** How far a job is. */
public enum JobState {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    /** {@return whether it stays so} */
    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
