package dev.codevar.training.loop.folder;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.files.journal.SoleUse;
import dev.codevar.picture.ContactSheet;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.training.loop.recipe.Settings;
import dev.codevar.training.loop.recipe.Setup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training's folder: what is in it under which names, and that nobody else works on it meanwhile. */
public final class TrainingFolder implements AutoCloseable {
    static final String LOCK = "lock";
    static final String SETTINGS = "training.json";
    static final String LOG = "log.jsonl";
    static final String CHECKPOINTS = "checkpoints";
    private static final String SAMPLES = "samples";
    static final String CURVES = "curves.png";
    private static final String STOPPED = "stopped";
    static final String WEIGHTS = "weights.safetensors";

    private final Path path;
    private final FileChannel lock;
    private final TrainingLog log;
    private final Checkpoints checkpoints;
    private final Curves curves = new Curves();
    private Optional<EventFile> events = Optional.empty();

    private TrainingFolder(Path path, FileChannel lock, int keep) {
        this.path = path;
        this.lock = lock;
        this.log = TrainingLog.open(path.resolve(LOG));
        this.checkpoints = new Checkpoints(path.resolve(CHECKPOINTS), keep);
    }

    /**
     * Opens the folder of a training that begins or goes on.
     *
     * @throws InvalidInputException if it is another training's, or something else's
     * @throws BrokenFileException if what it would go on from is not there
     */
    public static TrainingFolder open(Path folder, Setup setup) {
        Settings settings = Settings.of(setup);
        BegunFolder.requireSuitable(folder, settings);
        FolderFiles.make(folder);
        FileChannel lock = SoleUse.open(folder.resolve(LOCK));
        try {
            // Only now nobody else can have begun meanwhile.
            BegunFolder.requireSuitable(folder, settings);
            TrainingFolder opened =
                    new TrainingFolder(folder, lock, setup.recipe().keep());
            opened.prepare(setup, settings);
            return opened;
        } catch (RuntimeException e) {
            unlock(lock);
            throw e;
        }
    }

    private static void unlock(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new CodeVarException("cannot close a training's lock: " + IoReason.of(e), e);
        }
    }

    private void prepare(Setup setup, Settings settings) {
        for (String part : List.of("", CHECKPOINTS, SAMPLES)) {
            FolderFiles.deleteUnfinished(path.resolve(part));
        }
        FolderFiles.make(checkpoints.folder());
        if (!Files.exists(path.resolve(SETTINGS))) {
            WholeFile.write(path.resolve(setup.configName()), setup.configText().getBytes(StandardCharsets.UTF_8));
            // Last: from here on the folder is this training's.
            WholeFile.write(path.resolve(SETTINGS), settings.toJson());
        }
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Makes the reports as they were after so many steps, to add to them. */
    public void goOnFrom(int step) {
        log.keepUpTo(step).forEach(curves::add);
        events = Optional.of(EventFile.begin(path, step, now()));
    }

    /** Adds to every report. */
    public void add(Entry entry) {
        log.add(entry);
        curves.add(entry);
        events.ifPresent(file -> file.add(entry.step(), entry.kind(), entry.values(), now()));
    }

    /** Adds to the log that from a step on something else computes. */
    public void addMaker(int step, int epoch, String maker) {
        log.addMaker(step, epoch, maker);
    }

    /** Adds what depends on the machine, for TensorBoard alone: the log stays the same however often a training is broken off. */
    public void addSpeed(int step, double picturesPerSecond) {
        events.ifPresent(file -> file.add(step, "speed", Map.of("pictures per second", picturesPerSecond), now()));
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    /** Waits until the log is on the disk, for a checkpoint to stand on it. */
    public void forceLog() {
        log.force();
    }

    /** {@return the curves' file, drawn anew; nothing if there is nothing to draw} */
    public Optional<Path> drawCurves(int step, int steps) {
        byte[] png = curves.png(
                "Training " + path.toAbsolutePath().getFileName(), "after " + step + " of " + steps + " steps");
        if (png.length == 0) {
            return Optional.empty();
        }
        WholeFile.write(path.resolve(CURVES), png);
        return Optional.of(path.resolve(CURVES));
    }

    /**
     * @param step how many steps were taken
     * @param pictures at least one
     * @return the file of all of them
     */
    public Path writeSamples(int step, List<Picture> pictures) {
        FolderFiles.make(path.resolve(SAMPLES));
        Path file = path.resolve(SAMPLES).resolve(Checkpoints.name(step, ".png"));
        List<String> captions = Collections.nCopies(pictures.size(), "");
        PictureFiles.writePng(
                file, ContactSheet.of(pictures, captions, ContactSheet.columnsFor(pictures.size())), Map.of());
        return file;
    }

    /** {@return where to write what a step saw whose loss or gradient is not finite} */
    public Path stopped() {
        return path.resolve(STOPPED);
    }

    /** {@return where to write what comes of the training} */
    public Path weights() {
        return path.resolve(WEIGHTS);
    }

    @Override
    public void close() {
        events.ifPresent(EventFile::close);
        log.close();
        unlock(lock);
    }
}
