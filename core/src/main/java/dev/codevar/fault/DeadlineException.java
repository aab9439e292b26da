package dev.codevar.fault;

/** A request was not done by its deadline, or would not be. */
public final class DeadlineException extends CodeVarException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was missed, one line
     */
    public DeadlineException(String message) {
        super(message);
    }
}
