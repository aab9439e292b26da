package dev.codevar.fault;

/**
 * What was asked for is not legal: an unknown name or a value out of range. The message is one line that names the value
 * and the legal choices, fit to be shown to a user as it is.
 */
public final class InvalidInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: the value and what would have been legal
     */
    public InvalidInputException(String message) {
        super(message);
    }
}
