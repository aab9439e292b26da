package dev.codevar.app;

import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.FilePaths;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one table from exceptions to what a user sees: one line and an exit code, 2 for bad input, files that
 * are broken or not there included, and 1 for what failed. {@code --debug} adds the stack trace.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        if (e.getCause() instanceof CodeVarException broken) {
            return handle(broken, List.of(arguments));
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = firstLine(e)
                .replaceAll(" is not an? (int|long)$", " is not a whole number that fits")
                .replaceAll(" is not a double$", " is not a number");
        say(message + meant(e) + " (" + command + " --help shows what is legal)");
        return BAD_INPUT;
    }

    private static String meant(ParameterException e) {
        List<String> near = e instanceof UnmatchedArgumentException unknown ? unknown.getSuggestions() : List.of();
        return near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return handle(e, parsed.originalArgs());
    }

    /** {@return the exit code of what ended a command, after saying it} */
    int handle(Throwable e, List<String> arguments) {
        int code = isOfInput(e) ? BAD_INPUT : FAILED;
        if (e instanceof InvalidInputException || e instanceof CodeVarException) {
            say(firstLine(e));
        } else if (e instanceof InvalidPathException path) {
            say(FilePaths.reason(path));
        } else if (e instanceof OutOfMemoryError) {
            say("out of memory: " + firstLine(e) + "; fewer pictures at a time (--batch, --count) take less");
        } else if (e instanceof CancellationException) {
            say("stopped: " + firstLine(e));
        } else {
            say("unexpected " + e.getClass().getSimpleName() + ": " + firstLine(e) + " (--debug shows where)");
        }
        if (arguments.contains(Main.DEBUG)) {
            e.printStackTrace(terminal.err());
        }
        return code;
    }

    /** Whether something else has to be given: another value, or a file that is there and whole. */
    private static boolean isOfInput(Throwable e) {
        boolean known = e instanceof InvalidInputException || e instanceof CodeVarException;
        return e instanceof InvalidPathException
                || (known
                        && Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                                .anyMatch(cause -> cause instanceof InvalidInputException
                                        || cause instanceof BrokenFileException
                                        || IoReason.isOfPath(cause)));
    }

    /** {@return 0 if everything could be printed, and the code of a failure otherwise} */
    int requireHeard() {
        if (terminal.out().checkError()) {
            say("cannot write to standard output");
            return FAILED;
        }
        return 0;
    }

    private void say(String line) {
        terminal.err().println("codevar: " + line);
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
