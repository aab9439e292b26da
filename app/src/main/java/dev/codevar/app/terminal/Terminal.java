package dev.codevar.app.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's lines go.
 *
 * @param out results
 * @param err progress and errors
 * @param interactive whether a person watches {@code err}: only then are there progress bars
 * @param progress whether anybody wants to know how far it is
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean progress) {

    /** Where progress is said. */
    Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
        this(out, err, interactive, true);
    }

    /** {@return the process's own; the launcher says whether standard error is a terminal} */
    public static Terminal system() {
        return new Terminal(
                writer(FileDescriptor.out), writer(FileDescriptor.err), Boolean.getBoolean("codevar.interactive"));
    }

    /** {@return the same, where neither results nor progress are heard} */
    public Terminal silent() {
        return new Terminal(new PrintWriter(Writer.nullWriter()), err, false, false);
    }

    /** Says what a person should know of what is done. */
    public void note(String line) {
        err.println("codevar: note: " + line);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
