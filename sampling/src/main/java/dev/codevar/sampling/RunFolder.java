package dev.codevar.sampling;

import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.files.journal.Journal;
import dev.codevar.files.journal.Records;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.SampleRunJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run's folder while this process works on it, and nobody else does: it is begun, added to, and finished. */
final class RunFolder implements AutoCloseable {
    private final RunFiles files;
    private final SampleRun run;
    private final Journal journal;

    private RunFolder(RunFiles files, SampleRun run, Journal journal) {
        this.files = files;
        this.run = run;
        this.journal = journal;
    }

    /**
     * Opens the folder of a run that begins or goes on.
     *
     * @throws dev.codevar.fault.InvalidInputException if it is another run's, or something else's
     */
    static RunFolder open(Path folder, SampleRun run) {
        RunFiles files = new RunFiles(folder);
        files.requireSuitable(run);
        FolderFiles.make(folder);
        Journal journal = Journal.open(files.journal());
        try {
            // Only now nobody else can have begun meanwhile.
            files.requireSuitable(run);
            SampleRun begun = files.recorded().orElse(run);
            RunFolder opened = new RunFolder(files, begun, journal);
            opened.prepare();
            return opened;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void prepare() {
        if (!Files.exists(files.run())) {
            WholeFile.write(files.run(), SampleRunJson.of(run));
        }
        files.removeUnfinished();
        if (!Files.exists(files.order())) {
            WholeFile.write(files.order(), run.order().table().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** {@return the run as it was begun} */
    SampleRun run() {
        return run;
    }

    /** {@return all that drew pictures of it} */
    Makers makers() {
        return Makers.of(files.folder(), run);
    }

    Journal journal() {
        return journal;
    }

    /** {@return the file of the picture at {@code position}} */
    Path png(int position) {
        return files.png(run, position);
    }

    /** Opens what is kept of the pictures to go on with it. Pixels that are the array file already become unfinished again. */
    Records records() {
        Path records = files.records(run);
        if (run.makesNpz() && !Files.exists(records) && isFull()) {
            array().takeBack(records);
        }
        int begin = run.makesNpz() ? array().dataOffset() : 0;
        return Records.open(records, run.blocks(), run.recordBytes(), begin);
    }

    /** {@return what is kept of the pictures of a finished run, to be read; empty if it is not there, or not whole around them} */
    Optional<Records> finishedRecords() {
        ArrayFile array = array();
        Path file = run.makesNpz() ? array.file() : files.records(run);
        if (!Files.isRegularFile(file) || !isFull() || (run.makesNpz() && !array.isWhole(checksums()))) {
            return Optional.empty();
        }
        int begin = run.makesNpz() ? array.dataOffset() : 0;
        return Optional.of(Records.openFinished(file, run.blocks(), run.recordBytes(), begin));
    }

    private ArrayFile array() {
        return new ArrayFile(run, files.npz());
    }

    private List<Long> checksums() {
        return journal.checksums(run.blocks());
    }

    private boolean isFull() {
        return checksums().size() == run.blocks().count();
    }

    /** Makes the array file of the pixels, all of whose blocks are finished. */
    void finishNpz() {
        array().finish(files.records(run), checksums());
    }

    /** What was finished is no longer so. */
    void markIncomplete() {
        FolderFiles.delete(files.complete());
    }

    /** From here on there is nothing to do. */
    void markComplete() {
        WholeFile.write(files.complete(), (run.total() + " pictures\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        journal.close();
    }
}
