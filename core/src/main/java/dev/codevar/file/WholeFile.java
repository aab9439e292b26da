package dev.codevar.file;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that is there whole or not at all, whatever happens while it is written. */
public final class WholeFile {

    private WholeFile() {}

    /**
     * Writes into a new file in the same folder, forces it to disk, then renames it.
     *
     * @param file where to; what is there is replaced, and a link followed
     * @param content all of it
     * @throws CodeVarException when it cannot be written; {@link BrokenFileException} when something else than a file is there, such as a
     *     folder or device
     */
    public static void write(Path file, byte[] content) {
        requireReplaceable(file);
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Path part = FolderFiles.unfinishedBeside(target);
            try {
                writeAndForce(part, content);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    /**
     * Looks whether a file may get this name, and writes nothing. Renaming would put one in the place of, say, {@code /dev/null}.
     *
     * @param file where something will be written
     * @throws CodeVarException if not; {@link BrokenFileException} when something else than a file is there
     */
    public static void requireReplaceable(Path file) {
        try {
            BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
            if (!there.isRegularFile()) {
                throw new BrokenFileException("cannot write " + file + ": it is a "
                        + (there.isDirectory() ? "folder" : "device or pipe, not a file"));
            }
        } catch (NoSuchFileException e) {
            // Then nothing is in its way.
            return;
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    private static void writeAndForce(Path part, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }
}
