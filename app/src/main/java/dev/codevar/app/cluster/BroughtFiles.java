package dev.codevar.app.cluster;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a model set that every machine needs, where they do not share its folder. */
final class BroughtFiles {
    private static final String DESCRIPTION = "model.json";

    private BroughtFiles() {}

    static List<String> of(ModelSet set, Path folder) {
        List<Path> files = Stream.of(
                        Stream.of(folder.resolve(DESCRIPTION)).filter(Files::exists),
                        set.files().stream().map(ModelFile::file),
                        set.featuresFile().stream())
                .flatMap(all -> all)
                .map(file -> file.toAbsolutePath().normalize())
                .distinct()
                .toList();
        for (Path file : files) {
            if (!folder.equals(file.getParent())) {
                throw new InvalidInputException(
                        "--bring-models needs all files of a model set in its folder, and " + file + " is elsewhere");
            }
        }
        return files.stream().map(file -> file.toUri().toString()).toList();
    }
}
