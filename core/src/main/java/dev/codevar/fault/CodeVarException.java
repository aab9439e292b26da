package dev.codevar.fault;

import org.jspecify.annotations.Nullable;

/**
 * Something legal could not be done: a file is broken, a disk full, a download wrong. The message is one line that names
 * the thing and the reason, fit to be shown to a user as it is.
 */
public final class CodeVarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: what failed, and why
     */
    public CodeVarException(String message) {
        this(message, null);
    }

    /**
     * @param message one line: what failed, and why
     * @param cause what the platform reported, kept for {@code --debug}
     */
    public CodeVarException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
