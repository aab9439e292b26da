package dev.codevar.sampling;

import dev.codevar.fault.CodeVarException;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Records;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Looks whether what a run's journal vouches for is there and whole, and makes again what can be made of the other files: PNG files
 * of pixels, and pixels of PNG files. What is left is drawn again.
 */
final class Upkeep {
    private final RunFolder folder;
    private final SampleRun run;
    private final Blocks blocks;
    private final List<Long> checksums;
    private final SampleProgress progress;
    private int restored;

    Upkeep(RunFolder folder, SampleProgress progress) {
        this.folder = folder;
        this.run = folder.run();
        this.blocks = run.blocks();
        this.checksums = folder.journal().checksums(blocks);
        this.progress = progress;
    }

    /**
     * {@return whether the file is a whole PNG: each of its parts matches its checksum}
     *
     * @throws CodeVarException if it cannot be read, and so may be whole
     */
    static boolean isWholePng(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return false;
        }
        try {
            PictureFiles.text(file);
            return true;
        } catch (CodeVarException e) {
            if (e.isOfLostFile()) {
                return false;
            }
            throw e;
        }
    }

    /** {@return whether all files of a finished run are there and whole} */
    boolean isWhole() {
        if (checksums.size() < blocks.count()) {
            return false;
        }
        Optional<Records> opened = folder.finishedRecords();
        if (opened.isEmpty()) {
            return false;
        }
        try (Records records = opened.get()) {
            for (int own = 0; own < blocks.count(); own++) {
                if (records.read(own, record -> {}) != checksums.get(own)
                        || !brokenPngs(own).isEmpty()) {
                    return false;
                }
                progress.at("checking", blocks.recordsIn(own + 1), blocks.recordsIn(blocks.count()));
            }
        }
        return true;
    }

    /**
     * Makes again what can be made of other files.
     *
     * @return the finished blocks, by their place in the shard, of which nothing whole is left
     */
    List<Integer> restore(Records records, BlockWriter writer) {
        List<Integer> lost = new ArrayList<>();
        for (int own = 0; own < checksums.size(); own++) {
            if (records.read(own, record -> {}) != checksums.get(own) && !restorePixels(own, records)) {
                lost.add(own);
            } else {
                restorePngs(own, records, writer);
            }
            progress.at("checking", blocks.recordsIn(own + 1), blocks.recordsIn(checksums.size()));
        }
        return lost;
    }

    /** {@return how many pictures had a part made again} */
    int restored() {
        return restored;
    }

    private boolean restorePixels(int own, Records records) {
        if (!run.keepsPngs()) {
            return false;
        }
        List<byte[]> pixels = new ArrayList<>();
        CRC32 checksum = new CRC32();
        try {
            for (int i = 0; i < blocks.length(own); i++) {
                byte[] rgb =
                        PictureFiles.read(folder.png(blocks.first(own) + i)).rgb();
                checksum.update(rgb);
                pixels.add(rgb);
            }
        } catch (CodeVarException e) {
            if (e.isOfLostFile()) {
                return false;
            }
            throw e;
        }
        if (checksum.getValue() != checksums.get(own)) {
            return false;
        }
        records.write(own, pixels);
        restored += pixels.size();
        return true;
    }

    private void restorePngs(int own, Records records, BlockWriter writer) {
        List<Integer> broken = brokenPngs(own);
        if (broken.isEmpty()) {
            return;
        }
        int[] position = {blocks.first(own)};
        records.read(own, rgb -> {
            if (broken.contains(position[0])) {
                writer.writePng(position[0], new Picture(run.side(), run.side(), rgb));
            }
            position[0]++;
        });
        restored += broken.size();
    }

    private List<Integer> brokenPngs(int own) {
        List<Integer> broken = new ArrayList<>();
        for (int i = 0; run.keepsPngs() && i < blocks.length(own); i++) {
            int position = blocks.first(own) + i;
            if (!isWholePng(folder.png(position))) {
                broken.add(position);
            }
        }
        return broken;
    }
}
