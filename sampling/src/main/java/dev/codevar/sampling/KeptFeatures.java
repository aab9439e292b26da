package dev.codevar.sampling;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Records;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Path;
import java.util.List;

/** The features that a finished run keeps instead of its pictures, for those who read them. */
public final class KeptFeatures {
    private KeptFeatures() {}

    /**
     * Looks whether they are what was drawn: of every block the run's journal has a checksum.
     *
     * @param folder where nobody is at work
     * @param run the run that was begun there, which keeps features
     * @return the file of rows
     * @throws BrokenFileException if it or the journal is missing, cut off or damaged
     * @throws CodeVarException if one of them cannot be read
     */
    public static Path requireWhole(Path folder, SampleRun run, SampleProgress progress) {
        Path file = new RunFiles(folder).features();
        try {
            requireBlocks(file, new RunFiles(folder).checksums(run), run, progress);
            return file;
        } catch (CodeVarException e) {
            throw e.isOfLostFile() ? broken(folder, e) : e;
        }
    }

    private static void requireBlocks(Path file, List<Long> checksums, SampleRun run, SampleProgress progress) {
        Blocks blocks = run.blocks();
        try (Records records = Records.openFinished(file, blocks, run.recordBytes())) {
            for (int own = 0; own < blocks.count(); own++) {
                if (own >= checksums.size() || records.read(own, row -> {}) != checksums.get(own)) {
                    throw new BrokenFileException("block " + own + " of " + file + " is not what was drawn");
                }
                progress.at("checking " + file, blocks.recordsIn(own + 1), blocks.recordsIn(blocks.count()));
            }
        }
    }

    private static BrokenFileException broken(Path folder, CodeVarException cause) {
        return new BrokenFileException(
                "the features in " + folder + " are not there or not whole: codevar sample --out " + folder
                        + " makes them whole again",
                cause);
    }
}
