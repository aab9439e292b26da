package dev.codevar.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Runs the command line inside the test and catches what it says. */
final class Commands {
    /** The model set that comes with the project. */
    static final Path FASHION32 = Path.of("..", "models", "fashion32");

    private Commands() {}

    /** What a command did. */
    record Result(int exit, String out, String err) {}

    static Result run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int exit = Main.run(new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false), words);
        return new Result(exit, out.toString(), err.toString());
    }
}
