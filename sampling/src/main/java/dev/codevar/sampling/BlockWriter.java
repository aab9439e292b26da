package dev.codevar.sampling;

import dev.codevar.fault.TaskFailure;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Records;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.run.SampleOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes blocks while the next are drawn: PNG files, then the records, then the line that makes the block finished. Blocks become
 * finished in order; after a failure no further one does. For one thread.
 */
final class BlockWriter implements AutoCloseable {
    /** Blocks that wait or are being written. */
    private static final int AT_MOST = 2;

    private static final int MOST_ENCODERS = 4;

    private final RunFolder folder;
    private final int finished;
    private final Records records;
    private final PictureText text;
    private final Blocks blocks;
    private final SampleOrder order;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> daemon(task, "sample-writer"));
    private final ExecutorService encoders = Executors.newFixedThreadPool(
            Math.max(1, Math.min(MOST_ENCODERS, Runtime.getRuntime().availableProcessors() / 2)),
            task -> daemon(task, "sample-encoder"));
    private final Deque<Future<?>> pending = new ArrayDeque<>();
    /** Only the writing thread touches it. */
    private boolean failed;

    /**
     * @param finished how many of the shard's blocks the journal knows: of these, others are put in the place of what they are
     */
    BlockWriter(RunFolder folder, Records records, PictureText text, SampleOrder order, int finished) {
        this.folder = folder;
        this.finished = finished;
        this.records = records;
        this.text = text;
        this.blocks = folder.run().blocks();
        this.order = order;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Takes a block; waits while too many are waiting.
     *
     * @param own the how manieth of the shard's blocks
     * @param kept what is kept of each picture
     * @throws dev.codevar.fault.CodeVarException if an earlier one could not be written
     */
    void add(int own, List<Picture> pictures, List<byte[]> kept) {
        while (pending.size() >= AT_MOST) {
            await(pending.removeFirst());
        }
        pending.add(writer.submit(() -> write(own, pictures, kept)));
    }

    private void write(int own, List<Picture> pictures, List<byte[]> kept) {
        if (failed) {
            return;
        }
        failed = true;
        if (folder.run().keepsPngs()) {
            writePngs(blocks.first(own), pictures);
        }
        long checksum = records.write(own, kept);
        if (own < finished) {
            folder.journal().replace(own, blocks.block(own), checksum);
        } else {
            folder.journal().add(blocks.block(own), checksum);
        }
        failed = false;
    }

    private void writePngs(int first, List<Picture> pictures) {
        List<Future<?>> files = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            int position = first + i;
            Picture picture = pictures.get(i);
            files.add(encoders.submit(() -> writePng(position, picture)));
        }
        files.forEach(BlockWriter::await);
    }

    /** Writes the file of one picture. */
    void writePng(int position, Picture picture) {
        PictureFiles.writePng(folder.png(position), picture, text.of(position, order.at(position)));
    }

    /** Waits for what was begun, even when told to stop: what is drawn is kept. */
    private static void await(Future<?> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw TaskFailure.of(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until everything is written. */
    @Override
    public void close() {
        try {
            while (!pending.isEmpty()) {
                await(pending.removeFirst());
            }
        } finally {
            // After a failure, later blocks in the queue return without writing: nothing is left to wait for but them.
            while (!pending.isEmpty()) {
                await(pending.removeFirst());
            }
            writer.shutdown();
            encoders.shutdown();
        }
    }
}
