package dev.codevar.files.npz;

import dev.codevar.file.FolderFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that gets its name, and replaces what has it, only when it is whole and on the disk; else it vanishes. */
final class UnfinishedFile implements Closeable {
    /** The JDK copies through a buffer outside the heap as large as what is written at once. */
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final Path part;
    private final FileChannel channel;

    UnfinishedFile(Path file) throws IOException {
        this.file = file;
        this.part = FolderFiles.unfinishedBeside(file);
        this.channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes all that is left in the bytes, which do not change. */
    void write(ByteBuffer bytes, long position) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        long target = position;
        while (rest.position() < bytes.limit()) {
            rest.limit(Math.min(bytes.limit(), rest.position() + CHUNK_BYTES));
            target += channel.write(rest, target);
        }
    }

    /** Gives the file its name. */
    void finish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(part);
        }
    }
}
