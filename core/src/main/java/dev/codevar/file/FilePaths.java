package dev.codevar.file;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths that somebody wrote down, on a command line or in a file. */
public final class FilePaths {
    private FilePaths() {}

    /** {@return why a text is no path, in a line that has it, and what to do where only this locale lacks its characters} */
    public static String reason(InvalidPathException failure) {
        boolean ascii = System.getProperty("sun.jnu.encoding", "").startsWith("ANSI_X3.4");
        return OneLine.quote(failure.getInput()) + " is no path: " + failure.getReason()
                + (ascii ? " (in this locale Java names files in ASCII alone: set LC_ALL=C.UTF-8)" : "");
    }

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
            throw new InvalidInputException(reason(e));
        }
    }
}
