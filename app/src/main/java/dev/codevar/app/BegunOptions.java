package dev.codevar.app;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.WholeFile;
import dev.codevar.lab.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that a training was begun with, beside those that its configuration holds. They are kept in its folder, so that
 * {@code --out} alone goes on with it: whatever is not said is what was said then.
 */
final class BegunOptions implements IDefaultValueProvider {
    private static final String FILE = "options.json";
    private static final String OUT = "--out";
    private static final Set<String> KEPT = Set.of(
            "--data",
            "--draft-steps",
            "--from",
            "--model",
            "--precision",
            "--processes",
            "--reference",
            "--refiner",
            "--teacher",
            "--threads",
            "--tokens",
            "--vae");

    /**
     * A folder's file.
     *
     * @param options texts by the names of options; paths are absolute
     */
    private record Begun(Map<String, String> options) {}

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !KEPT.contains(option.longestName())) {
            return null;
        }
        Path out = option.command().findOption(OUT).getValue();
        Path file = out.resolve(FILE);
        return Files.isRegularFile(file) ? read(file).get(option.longestName()) : null;
    }

    private static Map<String, String> read(Path file) {
        try {
            return Json.parse(Files.readString(file), Begun.class, file.toString())
                    .options();
        } catch (IOException e) {
            throw new CodeVarException("cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    /** Keeps what was said on the command line in the folder of a training that just began; of one that goes on it is there. */
    static void keep(CommandSpec command, Path out) {
        Path file = out.resolve(FILE);
        if (Files.exists(file)) {
            return;
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            if (KEPT.contains(option.longestName())) {
                options.put(option.longestName(), anywhere(option));
            }
        }
        WholeFile.write(file, Json.file(new Begun(options)).getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the option's text, which means the same in any working folder} */
    private static String anywhere(OptionSpec option) {
        Object value = option.getValue();
        String text = String.valueOf(value);
        if (value instanceof Path path) {
            return path.toAbsolutePath().toString();
        }
        return switch (option.longestName()) {
            // Names and roles come before files of the same name.
            case "--model", "--vae" ->
                ModelFinder.system().all().containsKey(text) ? text : absoluteIf(Files.exists(Path.of(text)), text);
            case "--from", "--refiner", "--teacher" -> absoluteIf(Files.isRegularFile(Path.of(text)), text);
            default -> text;
        };
    }

    private static String absoluteIf(boolean path, String text) {
        return path ? Path.of(text).toAbsolutePath().toString() : text;
    }
}
