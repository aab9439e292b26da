package dev.codevar.sampling;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.WholeFile;
import dev.codevar.files.journal.Journal;
import dev.codevar.files.journal.Records;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A run's folder: what is in it under which names, and that nobody else works on it meanwhile. */
final class RunFolder implements AutoCloseable {
    private static final String RUN = "run.json";
    private static final String DONE = "done";
    private static final String PIXELS = "pictures.bin";
    private static final String FEATURES = "features.bin";
    private static final String ORDER = "order.csv";
    private static final String COMPLETE = "complete";
    static final String UNFINISHED = ".part";
    private static final int LEAST_DIGITS = 6;

    private final Path path;
    private final SampleRun run;
    private final Journal journal;

    private RunFolder(Path path, SampleRun run, Journal journal) {
        this.path = path;
        this.run = run;
        this.journal = journal;
    }

    /** {@return the run whose folder this is; empty if there is none yet} */
    static Optional<SampleRun> recorded(Path folder) {
        Path file = folder.resolve(RUN);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SampleRunJson.parse(Files.readAllBytes(file), file.toString()));
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read " + file + ": " + IoReason.of(e), e);
        }
    }

    /** {@return the array file of the run in this folder: beside it, under its name} */
    static Path npz(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        Path name = whole.getFileName();
        if (name == null) {
            throw new InvalidInputException(folder + " names no folder");
        }
        return whole.resolveSibling(name + ".npz");
    }

    /**
     * Opens the folder of a run that begins or goes on.
     *
     * @throws InvalidInputException if it is another run's, or something else's
     */
    static RunFolder open(Path folder, SampleRun run) {
        requireSuitable(folder, run);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CodeVarException("cannot make folder " + folder + ": " + IoReason.of(e), e);
        }
        Journal journal = Journal.open(folder.resolve(DONE));
        try {
            // Only now nobody else can have begun meanwhile.
            requireSuitable(folder, run);
            SampleRun begun = recorded(folder).orElse(run);
            RunFolder opened = new RunFolder(folder, begun, journal);
            opened.prepare();
            return opened;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static void requireSuitable(Path folder, SampleRun run) {
        Optional<SampleRun> recorded = recorded(folder);
        if (recorded.isPresent()) {
            recorded.get().firstDifference(run).ifPresent(difference -> {
                throw new InvalidInputException(folder + " was begun with " + difference
                        + ": give the same options, or none but --out, or another folder");
            });
            return;
        }
        for (Path file : Files.exists(folder) ? files(folder) : List.<Path>of()) {
            String name = String.valueOf(file.getFileName());
            // What a start that was broken off leaves.
            if (!name.equals(DONE) && !isUnfinished(RUN).test(name)) {
                throw new InvalidInputException(
                        folder + " holds " + name + " but no run that was begun there: name a new or an empty folder");
            }
        }
        Path npz = npz(folder);
        if (Files.exists(npz)) {
            throw new InvalidInputException(npz + " is there already: move it away, or name another folder");
        }
    }

    private void prepare() {
        if (!Files.exists(path.resolve(RUN))) {
            WholeFile.write(path.resolve(RUN), SampleRunJson.of(run));
        }
        removeUnfinished(path, name -> name.startsWith(".") && name.endsWith(UNFINISHED));
        Path npz = npz(path);
        Path parent = npz.getParent();
        if (parent != null) {
            removeUnfinished(parent, isUnfinished(String.valueOf(npz.getFileName())));
        }
        if (!Files.exists(path.resolve(ORDER))) {
            WholeFile.write(path.resolve(ORDER), orderTable().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String orderTable() {
        SampleOrder order = run.order();
        StringBuilder table = new StringBuilder("position,class,index,seed\n");
        for (int position = 0; position < order.size(); position++) {
            SampleOrder.Entry entry = order.at(position);
            table.append(position).append(',').append(entry.label()).append(',');
            table.append(entry.index()).append(',').append(entry.seed()).append('\n');
        }
        return table.toString();
    }

    private static Predicate<String> isUnfinished(String of) {
        return name -> name.startsWith("." + of + ".") && name.endsWith(UNFINISHED);
    }

    private static void removeUnfinished(Path folder, Predicate<String> names) {
        for (Path file : files(folder)) {
            if (names.test(String.valueOf(file.getFileName()))) {
                delete(file);
            }
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CodeVarException("cannot delete " + file + ": " + IoReason.of(e), e);
        }
    }

    /** {@return the run as it was begun} */
    SampleRun run() {
        return run;
    }

    /** {@return all that drew pictures of it} */
    Makers makers() {
        return Makers.of(path, run);
    }

    Journal journal() {
        return journal;
    }

    /** {@return the checksums of the finished blocks of the shard in {@code folder}, on which this process is not at work} */
    static List<Long> checksums(Path folder, SampleRun run) {
        return Journal.read(folder.resolve(DONE), run.blocks());
    }

    /** {@return the file of the picture at {@code position}} */
    static Path png(Path folder, SampleRun run, int position) {
        int digits = Math.max(LEAST_DIGITS, String.valueOf(run.total() - 1).length());
        return folder.resolve(String.format(Locale.ROOT, "%0" + digits + "d.png", position));
    }

    /** {@return the file of the picture at {@code position} of this run} */
    Path png(int position) {
        return png(path, run, position);
    }

    /** {@return the file of what is kept of the pictures, as long as it has not become the array file} */
    static Path records(Path folder, SampleRun run) {
        return run.streamed() == null ? folder.resolve(PIXELS) : features(folder);
    }

    static Path features(Path folder) {
        return folder.resolve(FEATURES);
    }

    /** Opens what is kept of the pictures to go on with it. Pixels that are the array file already become unfinished again. */
    Records records() {
        Path records = records(path, run);
        if (run.makesNpz() && !Files.exists(records) && isFull()) {
            new ArrayFile(run, npz(path)).takeBack(records);
        }
        int begin = run.makesNpz() ? new ArrayFile(run, npz(path)).dataOffset() : 0;
        return Records.open(records, run.blocks(), run.recordBytes(), begin);
    }

    /** {@return what is kept of the pictures of a finished run, to be read; empty if it is not there, or not whole around them} */
    Optional<Records> finishedRecords() {
        ArrayFile array = new ArrayFile(run, npz(path));
        Path file = run.makesNpz() ? array.file() : records(path, run);
        if (!Files.isRegularFile(file) || !isFull() || (run.makesNpz() && !array.isWhole(checksums()))) {
            return Optional.empty();
        }
        int begin = run.makesNpz() ? array.dataOffset() : 0;
        return Optional.of(Records.openFinished(file, run.blocks(), run.recordBytes(), begin));
    }

    private List<Long> checksums() {
        return journal.checksums(run.blocks());
    }

    private boolean isFull() {
        return checksums().size() == run.blocks().count();
    }

    /** Makes the array file of the pixels, all of whose blocks are finished. */
    void finishNpz() {
        new ArrayFile(run, npz(path)).finish(records(path, run), checksums());
    }

    static boolean complete(Path folder) {
        return Files.exists(folder.resolve(COMPLETE));
    }

    /** What was finished is no longer so. */
    void markIncomplete() {
        delete(path.resolve(COMPLETE));
    }

    /** From here on there is nothing to do. */
    void markComplete() {
        WholeFile.write(path.resolve(COMPLETE), (run.total() + " pictures\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() {
        journal.close();
    }
}
