package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.Nearest;
import dev.codevar.file.FilePaths;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.UserHome;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds model sets by name: in the folders of {@code CODEVAR_MODELS}, in {@code ~/.codevar/models}, and among those that come
 * with the program.
 *
 * @param places folders that hold model sets, first come first
 */
public record ModelFinder(List<Path> places) {

    public ModelFinder {
        places = List.copyOf(places);
    }

    /** {@return the finder for this machine and user} */
    public static ModelFinder system() {
        List<Path> places = new ArrayList<>();
        String listed = System.getenv("CODEVAR_MODELS");
        if (listed != null) {
            for (String place : listed.split(File.pathSeparator, -1)) {
                // Nothing before or behind a separator means no folder, not the current one.
                if (!place.isBlank()) {
                    places.add(FilePaths.of(place));
                }
            }
        }
        places.add(downloads());
        @Nullable String home = System.getProperty("codevar.home");
        places.add(Path.of(home == null ? "." : home, "models"));
        return new ModelFinder(places);
    }

    /** {@return where downloaded sets go} */
    public static Path downloads() {
        return UserHome.find().orElse(Path.of("")).resolve(Path.of(".codevar", "models"));
    }

    /** {@return the folder of the model set called {@code model}, or at that path} */
    public Path folder(String model) {
        if (model.isBlank()) {
            throw new InvalidInputException("the model's name is empty; known names are " + all().keySet());
        }
        Path path = FilePaths.of(model);
        // A plain name means a known set even where a folder happens to be called the same.
        Map<String, Path> known = all();
        Path found = known.get(model);
        if (found == null && Files.isDirectory(path)) {
            return path;
        }
        if (found == null && Files.exists(path)) {
            throw new InvalidInputException("model '" + model
                    + "' is a file: a model set is a folder, whose files are known by their names or contents");
        }
        if (found == null) {
            throw new InvalidInputException("model '" + model + "' is unknown: " + Nearest.meant(model, known.keySet())
                    + "there is no such folder, and the known names are " + known.keySet());
        }
        return found;
    }

    /**
     * {@return a model set as it can be recorded: its name, or the whole path of its folder, which mean the same in any working folder}
     *
     * @param model as {@link #folder} takes it
     */
    String anywhere(String model) {
        Path folder = folder(model);
        return all().containsKey(model) ? model : folder.toAbsolutePath().toString();
    }

    /** {@return every model set that can be found, by name} */
    public Map<String, Path> all() {
        Map<String, Path> sets = new TreeMap<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                FolderFiles.list(place).stream()
                        .filter(Files::isDirectory)
                        .filter(folder -> !folder.getFileName().toString().startsWith("."))
                        .forEach(folder -> sets.putIfAbsent(folder.getFileName().toString(), folder));
            }
        }
        return sets;
    }
}
