package dev.codevar.file;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths that somebody wrote down, on a command line or in a file. */
public final class FilePaths {
    private FilePaths() {}

    /**
     * {@return the path of that text}
     *
     * @throws InvalidInputException in one line that has the text, if no file can be called so, for a NUL in it or what the machine's
     *     encoding of names lacks
     */
    public static Path of(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidInputException(OneLine.quote(text) + " is no path: " + e.getReason());
        }
    }
}
