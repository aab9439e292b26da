package dev.codevar.app.training;

import dev.codevar.app.options.ModelFinder;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.file.FilePaths;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.models.ModelSet;
import dev.codevar.report.json.Json;
import dev.codevar.training.loop.Training;
import dev.codevar.training.loop.recipe.Setup;
import dev.codevar.training.run.TrainingIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final String OUT = "--out";
    private static final Set<String> KEPT = Set.of(
            "--data",
            "--device",
            "--draft-steps",
            "--entry",
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
    /** What weights follow from and other machines have other defaults of: settings of a training that has begun, whether said or not. */
    private static final Map<String, String> SETTINGS =
            Map.of("--precision", TrainingIdentity.PRECISION, "--threads", TrainingIdentity.THREADS);

    /**
     * A folder's file.
     *
     * @param options texts by the names of options; paths are absolute
     */
    private record Begun(@Nullable Map<String, String> options) {}

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !KEPT.contains(option.longestName())) {
            return null;
        }
        Path out = option.command().findOption(OUT).getValue();
        Path file = out.resolve(Setup.OPTIONS);
        // Nothing is said of a folder that is not named.
        if (out.toString().isEmpty() || !Files.isRegularFile(file)) {
            return null;
        }
        String said = read(file).get(option.longestName());
        return said == null ? setting(out, option.longestName()) : said;
    }

    private static @Nullable String setting(Path out, String option) {
        String name = SETTINGS.get(option);
        return name == null ? null : Training.setting(out, name).orElse(null);
    }

    private static Map<String, String> read(Path file) {
        try {
            Map<String, String> options = Json.parse(Files.readString(file), Begun.class, file.toString())
                    .options();
            if (options == null) {
                throw new BrokenFileException(file + " holds no options");
            }
            return options;
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /**
     * Keeps what was said on the command line in the folder of a training that begins, before tokens are found, which may take hours; of
     * one that goes on it is there.
     *
     * @param yaml the configuration, with all that was said over it
     */
    static void keep(CommandSpec command, Path out, String yaml) {
        Path file = out.resolve(Setup.OPTIONS);
        boolean kept = Files.isRegularFile(file);
        if (Training.begun(out) && kept) {
            return;
        }
        // What is said now counts over what was said when a start was broken off.
        Map<String, String> options = new LinkedHashMap<>(kept ? read(file) : Map.of());
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            if (KEPT.contains(option.longestName())) {
                options.put(option.longestName(), anywhere(command, option));
            }
        }
        FolderFiles.make(out);
        WholeFile.write(out.resolve(TrainingIdentity.CONFIG), yaml.getBytes(StandardCharsets.UTF_8));
        WholeFile.write(file, Json.file(new Begun(options)).getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the option's text, which means the same in any working folder} */
    private static String anywhere(CommandSpec command, OptionSpec option) {
        Object value = option.getValue();
        String text = String.valueOf(value);
        if (value instanceof List<?> several) {
            return several.stream().map(String::valueOf).collect(Collectors.joining(";"));
        }
        if (value instanceof Path path) {
            return path.toAbsolutePath().toString();
        }
        // Names and roles come before files of the same name.
        return switch (option.longestName()) {
            case "--model", "--vae" -> absoluteIf(!isModelSet(text) && Files.exists(FilePaths.of(text)), text);
            case "--from", "--refiner", "--teacher" ->
                absoluteIf(!isRole(command, text) && Files.exists(FilePaths.of(text)), text);
            default -> text;
        };
    }

    private static boolean isModelSet(String text) {
        return ModelFinder.system().all().containsKey(text);
    }

    private static boolean isRole(CommandSpec command, String text) {
        String model = command.findOption("--model").getValue();
        List<String> entries = command.findOption("--entry").getValue();
        return ModelSet.open(ModelFinder.system().folder(model), new HashSet<>(entries))
                .description()
                .models()
                .containsKey(text);
    }

    private static String absoluteIf(boolean path, String text) {
        return path ? Path.of(text).toAbsolutePath().toString() : text;
    }
}
