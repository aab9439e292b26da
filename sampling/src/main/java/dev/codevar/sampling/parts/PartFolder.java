package dev.codevar.sampling.parts;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is in a folder of parts under which name, and how those read it who need no Hadoop.
 *
 * @param folder the folder; it need not be there
 */
public record PartFolder(Path folder) {
    /** The file that says what is drawn there. */
    public static final String BEGUN = "cluster.json";

    /** The file that says what came out, once everything is there. */
    public static final String MANIFEST = "manifest.json";

    /** The folder of parts, and of what was left by attempts that do not count. */
    public static final String PARTS = "data";

    /** The folder of what counts so far. */
    public static final String ACCEPTED = "_accepted";

    /** The file that says how long it took. */
    public static final String TIMES = "times.json";

    /** The file of all features. */
    public static final String FEATURES = "features.npy";

    /** The file of all pixels. */
    public static final String ARRAY = "samples.npz";

    /** {@return what was begun there; empty if nothing was} */
    public Optional<BegunParts> begun() {
        return read(BEGUN)
                .map(json -> BegunParts.parse(json, folder.resolve(BEGUN).toString()));
    }

    /**
     * {@return what came out; empty if that is no folder of parts}
     *
     * @throws InvalidInputException if the run is not finished
     */
    public Optional<PartManifest> manifest() {
        // Other people call files of theirs a manifest too.
        if (!Files.exists(folder.resolve(BEGUN))) {
            return Optional.empty();
        }
        String json = read(MANIFEST)
                .orElseThrow(() -> new InvalidInputException(folder
                        + " is of a run that is not finished: codevar cluster sample --out " + folder
                        + " goes on with it"));
        return Optional.of(PartManifest.parse(json, folder.resolve(MANIFEST).toString()));
    }

    /** {@return the file of a part} */
    public Path file(Part part) {
        return folder.resolve(PARTS).resolve(part.file());
    }

    /**
     * Looks whether an array is what was drawn.
     *
     * @return its file
     * @throws BrokenFileException if it is missing, cut off or damaged
     */
    public Path requireWhole(PartManifest manifest) {
        PartManifest.WholeArray array = manifest.array();
        if (array == null) {
            throw new BrokenFileException(folder.resolve(MANIFEST) + " names no array");
        }
        return requireWhole(folder.resolve(array.file()), array.sha256());
    }

    /** As {@link #requireWhole(PartManifest)}, of a part wherever it lies. */
    public static Path requireWhole(Path file, Part part) {
        return requireWhole(file, part.sha256());
    }

    private static Path requireWhole(Path file, String sha256) {
        try {
            if (!Sha256.of(file).equals(sha256)) {
                throw new BrokenFileException(file + " is not what was drawn: its SHA-256 is another");
            }
            return file;
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    private Optional<String> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }
}
