package dev.codevar.file;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that is there whole or not at all, whatever happens while it is written. */
public final class WholeFile {

    private WholeFile() {}

    /**
     * Writes into a new file in the same folder, forces it to disk, then renames it.
     *
     * @param file where to; what is there is replaced, and a link followed
     * @param content all of it
     * @throws CodeVarException when it cannot be written, or something else than a file is there, such as a folder or device
     */
    public static void write(Path file, byte[] content) {
        Path name = file.getFileName();
        if (name == null) {
            throw new CodeVarException("cannot write " + file + ": it names no file");
        }
        requireReplaceable(file);
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file;
            Path part = target.resolveSibling("." + name + "." + UUID.randomUUID() + ".part");
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
     * Fails if what is there is no file: renaming would put one in the place of, say, {@code /dev/null}.
     *
     * @param file where something will be written
     */
    public static void requireReplaceable(Path file) {
        if (Files.isDirectory(file)) {
            throw new CodeVarException("cannot write " + file + ": it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CodeVarException("cannot write " + file + ": it is a device or pipe, not a file");
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
