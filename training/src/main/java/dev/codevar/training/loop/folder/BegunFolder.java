package dev.codevar.training.loop.folder;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FolderFiles;
import dev.codevar.training.loop.recipe.Settings;
import dev.codevar.training.loop.recipe.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a training can begin or go on in a folder. Only looks. */
public final class BegunFolder {
    private static final Set<String> BEFORE_SETTINGS = Set.of(
            TrainingFolder.LOCK, TrainingFolder.LOG, TrainingFolder.CHECKPOINTS, Setup.YAML, Setup.JSON, Setup.OPTIONS);

    private BegunFolder() {}

    /**
     * Fails unless one with these settings can.
     *
     * @throws InvalidInputException if the folder is another training's, or something else's
     * @throws BrokenFileException if there is nothing to go on from, and it would begin anew over what came of it
     */
    public static void requireSuitable(Path folder, Settings settings) {
        if (!begun(folder)) {
            return;
        }
        recorded(folder.resolve(TrainingFolder.SETTINGS))
                .firstDifference(settings)
                .ifPresent(difference -> {
                    throw new InvalidInputException(folder + " was begun with " + difference
                            + ": give the same settings to go on, or another folder to begin anew");
                });
        requireCheckpoint(folder);
    }

    /** {@return whether a training was begun there; fails unless the folder is that, or new, or empty} */
    public static boolean begun(Path folder) {
        if (Files.exists(folder.resolve(TrainingFolder.SETTINGS))) {
            return true;
        }
        for (Path other : FolderFiles.list(folder)) {
            String name = String.valueOf(other.getFileName());
            // What a start that was broken off leaves.
            if (!BEFORE_SETTINGS.contains(name) && !FolderFiles.unfinished(other)) {
                throw new InvalidInputException(folder + " holds " + name
                        + " but no training that was begun there: name a new or an empty folder");
            }
        }
        return false;
    }

    /** {@return a setting of the training that was begun there; nothing where none was, or that is no setting of it} */
    public static Optional<String> setting(Path folder, String name) {
        Path file = folder.resolve(TrainingFolder.SETTINGS);
        return Files.exists(file)
                ? Optional.ofNullable(recorded(file).settings().get(name))
                : Optional.empty();
    }

    private static Settings recorded(Path file) {
        try {
            return Settings.parse(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /** One that was broken off before its first checkpoint has a log at most, and begins again. */
    private static void requireCheckpoint(Path folder) {
        Path checkpoints = folder.resolve(TrainingFolder.CHECKPOINTS);
        if (Checkpoints.any(checkpoints)) {
            return;
        }
        for (String later : List.of(TrainingFolder.WEIGHTS, TrainingFolder.CURVES)) {
            if (Files.exists(folder.resolve(later))) {
                throw new BrokenFileException(folder + " holds " + later + " but no checkpoint to go on from: put the"
                        + " newest back into " + checkpoints + ", or name another folder to begin anew");
            }
        }
    }
}
