package dev.codevar.sampling;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.files.journal.Journal;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.SampleRunJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What is in a run's folder under which name, and what it says to whoever only looks at it.
 *
 * @param folder the folder; it need not be there
 */
record RunFiles(Path folder) {
    private static final String RUN = "run.json";
    private static final String DONE = "done";
    private static final String PIXELS = "pictures.bin";
    private static final String FEATURES = "features.bin";
    private static final String ORDER = "order.csv";
    private static final String COMPLETE = "complete";
    private static final String UNFINISHED = ".part";
    private static final int LEAST_DIGITS = 6;

    /** {@return the file that says what the run is} */
    Path run() {
        return folder.resolve(RUN);
    }

    /** {@return the journal of finished blocks} */
    Path journal() {
        return folder.resolve(DONE);
    }

    /** {@return the table that says which picture stands where} */
    Path order() {
        return folder.resolve(ORDER);
    }

    /** {@return the file that is there once there is nothing more to do} */
    Path complete() {
        return folder.resolve(COMPLETE);
    }

    /** {@return the file of rows of features} */
    Path features() {
        return folder.resolve(FEATURES);
    }

    /** {@return the file of what is kept of the pictures, as long as it has not become the array file} */
    Path records(SampleRun run) {
        return run.streamed() == null ? folder.resolve(PIXELS) : features();
    }

    /** {@return the file of the picture at {@code position}} */
    Path png(SampleRun run, int position) {
        int digits = Math.max(LEAST_DIGITS, String.valueOf(run.total() - 1).length());
        return folder.resolve(String.format(Locale.ROOT, "%0" + digits + "d.png", position));
    }

    /** {@return the array file of the run in this folder: beside it, under its name} */
    Path npz() {
        Path whole = folder.toAbsolutePath().normalize();
        Path name = whole.getFileName();
        if (name == null) {
            throw new InvalidInputException(folder + " names no folder");
        }
        return whole.resolveSibling(name + ".npz");
    }

    /** {@return a name that nothing else has, under which {@code file} may be written until it is whole} */
    static Path unfinished(Path file) {
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    }

    /** {@return the run whose folder this is; empty if there is none yet} */
    Optional<SampleRun> recorded() {
        Path file = run();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SampleRunJson.parse(Files.readAllBytes(file), file.toString()));
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /** {@return whether the run, or shard, is finished} */
    boolean isComplete() {
        return Files.exists(complete());
    }

    /** {@return the checksums of the finished blocks of a run, on which this process is not at work} */
    List<Long> checksums(SampleRun run) {
        return Journal.read(journal(), run.blocks());
    }

    /**
     * Looks whether a run can begin here, or go on.
     *
     * @throws InvalidInputException if the folder is another run's, or something else's
     */
    void requireSuitable(SampleRun run) {
        Optional<SampleRun> recorded = recorded();
        if (recorded.isPresent()) {
            recorded.get().firstDifference(run).ifPresent(difference -> {
                throw new InvalidInputException(folder + " was begun with " + difference
                        + ": give the same options, or none but --out, or another folder");
            });
            return;
        }
        for (Path file : FolderFiles.list(folder)) {
            String name = String.valueOf(file.getFileName());
            // What a start that was broken off leaves.
            if (!name.equals(DONE) && !FolderFiles.unfinished(file)) {
                throw new InvalidInputException(
                        folder + " holds " + name + " but no run that was begun there: name a new or an empty folder");
            }
        }
        if (Files.exists(npz())) {
            throw new InvalidInputException(npz() + " is there already: move it away, or name another folder");
        }
    }

    /** Removes what was not yet whole when the run was broken off. */
    void removeUnfinished() {
        remove(folder, name -> name.startsWith(".") && name.endsWith(UNFINISHED));
        Path npz = npz();
        Path parent = npz.getParent();
        if (parent != null) {
            remove(parent, isUnfinished(String.valueOf(npz.getFileName())));
        }
    }

    private static Predicate<String> isUnfinished(String of) {
        return name -> name.startsWith("." + of + ".") && name.endsWith(UNFINISHED);
    }

    private static void remove(Path folder, Predicate<String> names) {
        for (Path file : FolderFiles.list(folder)) {
            // A folder of such a name is not this program's.
            if (names.test(String.valueOf(file.getFileName())) && !Files.isDirectory(file)) {
                FolderFiles.delete(file);
            }
        }
    }
}
