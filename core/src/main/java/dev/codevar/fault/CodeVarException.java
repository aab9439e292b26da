package dev.codevar.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import javax.imageio.IIOException;
import org.jspecify.annotations.Nullable;

/**
 * Something legal could not be done: a disk is full, a download wrong, a file broken ({@link BrokenFileException}). The message is one line that names
 * the thing and the reason, fit to be shown to a user as it is.
 */
public class CodeVarException extends RuntimeException {
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

    /**
     * {@return what to throw when a file could not be read: a {@link BrokenFileException} if what it holds is wrong, and otherwise
     * a plain one, since the disk failed, a right is missing, or the path is wrong}
     *
     * @param message one line: which file, and why
     * @param cause what the reader met
     */
    public static CodeVarException whileReading(String message, Exception cause) {
        return isReadFailure(cause) ? new CodeVarException(message, cause) : new BrokenFileException(message, cause);
    }

    /**
     * {@return what to throw when a file could not be read, as by {@link #whileReading}: a folder in its place is a wrong file}
     *
     * @param file which file
     * @param cause what the reader met
     */
    public static CodeVarException cannotRead(Path file, Exception cause) {
        return cannotRead(file.toString(), file, cause);
    }

    /**
     * {@return the same, under another name}
     *
     * @param what the file in an error message
     * @param file which file
     * @param cause what the reader met
     */
    public static CodeVarException cannotRead(String what, Path file, Exception cause) {
        // What the system says of a folder is worded differently everywhere.
        return Files.isDirectory(file)
                ? new BrokenFileException("cannot read " + what + ": it is a folder", cause)
                : whileReading("cannot read " + what + ": " + OneLine.reason(cause), cause);
    }

    /**
     * {@return whether a file is not there, or not what it should be: what it held is lost, and may be made again} After any other
     * failure to read it, it may still be whole.
     */
    public final boolean isOfLostFile() {
        for (@Nullable Throwable cause = this; cause != null; cause = cause.getCause()) {
            if (cause instanceof BrokenFileException || cause instanceof NoSuchFileException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Libraries report wrong contents as failures to read too, each by a class of its own. What the library itself called a failure
     * stays one; what is neither is what a reader's own arithmetic met in the contents.
     */
    private static boolean isReadFailure(Exception failure) {
        boolean said = false;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BrokenFileException) {
                return false;
            }
            if (cause instanceof IOException) {
                return !isOfContents(cause);
            }
            said |= cause instanceof CodeVarException;
        }
        return said;
    }

    private static boolean isOfContents(Throwable failure) {
        return failure instanceof JsonProcessingException
                || failure instanceof ZipException
                || failure instanceof EOFException
                || failure instanceof CharacterCodingException
                || failure instanceof CharConversionException
                || failure instanceof IIOException;
    }
}
