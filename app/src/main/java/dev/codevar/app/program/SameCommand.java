package dev.codevar.app.program;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
        words.add(classPath());
        words.add(command.root().userObject().getClass().getName());
        words.addAll(command.root().commandLine().getParseResult().originalArgs());
        return words;
    }

    /** A launcher may name files in a way that only its own process understands, as by a number of an open folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> {
                    try {
                        return Path.of(entry).toRealPath().toString();
                    } catch (IOException notThere) {
                        return entry;
                    }
                })
                .collect(Collectors.joining(File.pathSeparator));
    }
}
