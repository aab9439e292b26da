package dev.codevar.fault;

/** The engine, or the model set, takes no more requests: it is being closed, or is closed. */
public final class EngineClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** For all callers alike. */
    public EngineClosedException() {
        super("no more requests are taken: the models are closed, or being closed");
    }
}
