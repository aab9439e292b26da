package dev.codevar.sampling;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.npz.Crc32;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzFrame;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The array file of a whole run. The run's pixels grow where they will be in it: in the end it is finished around them and gets
 * its name, without a second copy of gigabytes.
 *
 * @param run the run
 * @param file the array file
 */
record ArrayFile(SampleRun run, Path file) {
    /** The array's name, as everybody expects it. */
    static final String NAME = "arr_0";

    /** {@return type and shape of the array} */
    NpyHeader header() {
        return NpyHeader.of(NpyType.UINT8, run.total(), run.side(), run.side(), 3);
    }

    private NpzFrame frame() {
        return new NpzFrame(NAME, header());
    }

    /** {@return where in the file the pixels begin} */
    int dataOffset() {
        return frame().dataOffset();
    }

    /**
     * Makes the array file.
     *
     * @param pixels the file of all pixels, which is gone then
     * @param checksums of all blocks
     */
    void finish(Path pixels, List<Long> checksums) {
        frame().finish(pixels, joined(checksums));
        move(pixels, file);
    }

    /** {@return whether the array file is what {@link #finish} makes, but for the pixels themselves} */
    boolean isWhole(List<Long> checksums) {
        return frame().surrounds(file, joined(checksums));
    }

    private long joined(List<Long> checksums) {
        Blocks blocks = run.blocks();
        long all = checksums.get(0);
        for (int own = 1; own < blocks.count(); own++) {
            all = Crc32.join(all, checksums.get(own), (long) blocks.length(own) * run.recordBytes());
        }
        return all;
    }

    /** Makes the array file, if it is there, pixels to go on with again: a run was broken off just after it had its name. */
    void takeBack(Path pixels) {
        if (Files.exists(file)) {
            move(file, pixels);
        }
    }

    /** Whole or not at all, even to another file system: there it is copied under another name first. */
    private static void move(Path from, Path to) {
        try {
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException otherFileSystem) {
                Path part = RunFiles.unfinished(to);
                Files.copy(from, part);
                Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(from);
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot move " + from + " to " + to + ": " + IoReason.of(e), e);
        }
    }
}
