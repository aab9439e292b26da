package dev.codevar.evaluation.features;

import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.pictures.ReadAhead;
import dev.codevar.fault.CodeVarException;
import dev.codevar.file.FolderFiles;
import dev.codevar.file.WholeFile;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Journal;
import dev.codevar.files.journal.Records;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings a folder of features to its end, from wherever it is. */
public final class FeatureWork {
    /** Pictures of a block: as many are lost at most when the work is broken off. */
    static final int BLOCK = 64;

    private final PictureSet set;
    private final FeatureNetwork network;
    private final Path folder;
    private final EvaluationProgress progress;
    private final FeatureIdentity about;
    private final Blocks blocks;
    private final int rowBytes;

    public FeatureWork(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {
        this.set = set;
        this.network = network;
        this.folder = folder;
        this.progress = progress;
        this.about = FeatureIdentity.of(set, network, BLOCK);
        this.blocks = FeatureRows.blocks(set.count());
        this.rowBytes = network.layout().numbers() * Float.BYTES;
    }

    private Path aboutFile() {
        return folder.resolve("about.json");
    }

    private Path journalFile() {
        return folder.resolve("done");
    }

    /** {@return the file of rows} */
    Path features() {
        return folder.resolve("features.bin");
    }

    /**
     * Computes what is missing. A folder where nothing is missing is only read, and so may be write-protected.
     *
     * @return how many pictures' features were computed
     */
    int finish() {
        if (isFinished()) {
            return 0;
        }
        makeFolder();
        try (Journal journal = Journal.open(journalFile())) {
            if (!about.equals(FeatureIdentity.read(aboutFile()))) {
                if (Files.exists(aboutFile())) {
                    progress.note(set.name() + " is not what the features in " + folder
                            + " were computed from: they are computed anew");
                }
                journal.keepFirst(0);
                WholeFile.write(aboutFile(), about.toJson());
            }
            try (Records rows = Records.open(features(), blocks, rowBytes)) {
                int finished = finished(rows, journal.checksums(blocks));
                journal.keepFirst(finished);
                rows.keepFirst(finished);
                compute(finished, rows, journal);
                return set.count() - blocks.recordsIn(finished);
            }
        }
    }

    /** Only what is not there or broken is unfinished: what cannot be read at present must not be computed again over it. */
    private boolean isFinished() {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            if (!about.equals(FeatureIdentity.read(aboutFile())) || featureBytes() != (long) set.count() * rowBytes) {
                return false;
            }
            try (Records rows = Records.openFinished(features(), blocks, rowBytes)) {
                return finished(rows, Journal.read(journalFile(), blocks)) == blocks.count();
            }
        } catch (CodeVarException e) {
            if (e.isOfLostFile()) {
                return false;
            }
            throw e;
        }
    }

    private long featureBytes() {
        try {
            return Files.size(features());
        } catch (IOException e) {
            throw CodeVarException.cannotRead(features(), e);
        }
    }

    /**
     * Looks whether what is missing could be written, and writes nothing.
     *
     * @throws CodeVarException if not
     */
    public void requireWritable() {
        try {
            FolderFiles.requireWritable(folder);
        } catch (CodeVarException e) {
            if (!isFinished()) {
                throw notWritable(e);
            }
        }
    }

    private void makeFolder() {
        try {
            FolderFiles.make(folder);
            FolderFiles.requireWritable(folder);
        } catch (CodeVarException e) {
            throw notWritable(e);
        }
    }

    private static CodeVarException notWritable(CodeVarException e) {
        return new CodeVarException(
                "features cannot be kept: " + e.getMessage() + "; --cache names another folder for them", e);
    }

    /** {@return how many blocks are finished, and are what the journal says} */
    private int finished(Records rows, List<Long> checksums) {
        int own = 0;
        while (own < checksums.size() && rows.read(own, row -> {}) == checksums.get(own)) {
            own++;
            progress.at("checking " + set.name(), blocks.recordsIn(own), blocks.recordsIn(checksums.size()));
        }
        return own;
    }

    private void compute(int finished, Records rows, Journal journal) {
        int done = blocks.recordsIn(finished);
        progress.at(set.name(), done, set.count());
        try (ReadAhead pictures = new ReadAhead(set, done, FeatureRows.together(set.width(), set.height()))) {
            for (int own = finished; own < blocks.count(); own++) {
                List<byte[]> block = new ArrayList<>();
                while (block.size() < blocks.length(own)) {
                    block.addAll(Scoped.inference(() -> FeatureRows.of(pictures.next(), network)));
                    progress.at(set.name(), blocks.first(own) + block.size(), set.count());
                }
                journal.add(own, rows.write(own, block));
            }
        }
    }
}
