package dev.codevar.app.cluster;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A model set that every machine needs: its folder, and its files where machines do not share that. */
final class BroughtFiles {
    private static final String DESCRIPTION = "model.json";

    private BroughtFiles() {}

    /** {@return the folder of a model set, which executors open too} */
    static Path folder(ModelSet set) {
        return set.folder()
                .orElseThrow(() -> new InvalidInputException("models of random weights are in no folder"))
                .toAbsolutePath()
                .normalize();
    }

    /** {@return the addresses of its files, which all lie in its folder} */
    static List<String> of(ModelSet set) {
        Path folder = folder(set);
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
