package dev.codevar.app;

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
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive) {

    /** {@return the process's own; the launcher says whether standard error is a terminal} */
    static Terminal system() {
        return new Terminal(
                writer(FileDescriptor.out), writer(FileDescriptor.err), Boolean.getBoolean("codevar.interactive"));
    }

    /** {@return the same, where results are not heard and nobody watches} */
    Terminal silent() {
        return new Terminal(new PrintWriter(Writer.nullWriter()), err, false);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
