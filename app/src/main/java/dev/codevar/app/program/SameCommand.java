package dev.codevar.app.program;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The words that start another process as this one was started. */
public final class SameCommand {

    private SameCommand() {}

    /**
     * {@return the words: Java with this process's options, the root command's class, which has a {@code main}, and the command line that
     * {@code command} was found in}
     */
    public static List<String> of(CommandSpec command) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(command.root().userObject().getClass().getName());
        words.addAll(command.root().commandLine().getParseResult().originalArgs());
        return words;
    }
}
