package dev.codevar.fault;

import org.jspecify.annotations.Nullable;

/**
 * A file or folder that was given is not what it should be: without what belongs there, cut off, of another format, of other sizes,
 * or with values that are not legal. Reading it again would find the same. The message is one line that names the file and what is wrong with it.
 */
public final class BrokenFileException extends CodeVarException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message one line: which file, and what is wrong with it
     */
    public BrokenFileException(String message) {
        this(message, null);
    }

    /**
     * @param message one line: which file, and what is wrong with it
     * @param cause what the reader met, kept for {@code --debug}
     */
    public BrokenFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
