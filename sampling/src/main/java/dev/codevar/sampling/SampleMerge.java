package dev.codevar.sampling;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Journal;
import dev.codevar.files.journal.Records;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes of a run's shards what the run would have made in one piece, byte for byte. */
public final class SampleMerge {
    private final List<Shard> shards;
    private final SampleRun run;

    private SampleMerge(List<Shard> shards) {
        this.shards = shards;
        this.run = shards.get(0).run().whole();
    }

    /**
     * Looks at the shards.
     *
     * @param folders all of a run's shards, in any order
     * @throws dev.codevar.fault.InvalidInputException if one is missing, there twice, no shard, or of another run
     * @throws CodeVarException if one is not finished
     */
    public static SampleMerge of(List<Path> folders) {
        return new SampleMerge(Shard.allOf(folders));
    }

    /**
     * Writes the whole run; started again after it was broken off, it finishes.
     *
     * @param folder new, empty, or where this was begun
     */
    public SampleResult into(Path folder, SampleProgress progress) {
        try (RunFolder opened = RunFolder.open(folder, run)) {
            boolean complete = RunSampler.isFinished(folder) && new Upkeep(opened, progress).isWhole();
            Makers makers = opened.makers();
            if (!complete) {
                opened.markIncomplete();
                for (Shard shard : shards) {
                    for (Maker maker :
                            Makers.of(shard.files().folder(), shard.run()).all()) {
                        makers = makers.with(maker, folder);
                    }
                }
                if (run.keepsPngs()) {
                    linkPngs(folder, progress);
                }
                try (Records all = opened.records()) {
                    opened.journal().keepFirst(0);
                    all.keepFirst(0);
                    copy(all, progress);
                }
                writeJournal(opened.journal());
                if (run.makesNpz()) {
                    opened.finishNpz();
                }
                opened.markComplete();
            }
            Optional<Path> npz = run.makesNpz() ? Optional.of(RunSampler.npz(folder)) : Optional.empty();
            return new SampleResult(run, folder, npz, run.total(), 0, 0, 0, complete, makers.all());
        }
    }

    private void copy(Records all, SampleProgress progress) {
        List<Records> open = new ArrayList<>();
        try {
            for (Shard shard : shards) {
                open.add(Records.openFinished(shard.records(), shard.run().blocks(), run.recordBytes()));
            }
            Blocks whole = run.blocks();
            for (int block = 0; block < whole.count(); block++) {
                Shard shard = shards.get(block % shards.size());
                int own = block / shards.size();
                List<byte[]> records = new ArrayList<>();
                long checksum = open.get(block % shards.size()).read(own, record -> records.add(record.clone()));
                if (checksum != shard.checksums().get(own)) {
                    throw new BrokenFileException(shard.records() + " is damaged: " + shard.remedy());
                }
                all.write(block, records);
                progress.at("merging", whole.recordsIn(block + 1), run.total());
            }
        } finally {
            open.forEach(Records::close);
        }
    }

    private void writeJournal(Journal journal) {
        Blocks whole = run.blocks();
        for (int block = 0; block < whole.count(); block++) {
            journal.write(block, shards.get(block % shards.size()).checksums().get(block / shards.size()));
        }
        journal.force();
    }

    private void linkPngs(Path folder, SampleProgress progress) {
        Blocks whole = run.blocks();
        for (int block = 0; block < whole.count(); block++) {
            Shard shard = shards.get(block % shards.size());
            int first = whole.first(block);
            for (int position = first; position < first + whole.length(block); position++) {
                Path source = shard.files().png(run, position);
                if (!Upkeep.isWholePng(source)) {
                    throw new BrokenFileException(source + " is not there or not whole: " + shard.remedy());
                }
                Path target = RunSampler.png(folder, run, position);
                try {
                    link(source, target);
                } catch (IOException e) {
                    throw new CodeVarException("cannot copy " + source + " to " + target + ": " + IoReason.of(e), e);
                }
            }
            progress.at("collecting", whole.recordsIn(block + 1), run.total());
        }
    }

    /** A second name for the file where that is possible, which takes no time and no room; otherwise a copy. */
    private static void link(Path source, Path target) throws IOException {
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        Files.deleteIfExists(part);
        try {
            Files.createLink(part, source);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(source, part);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // Two names of one file already: then nothing is moved.
        Files.deleteIfExists(part);
    }
}
