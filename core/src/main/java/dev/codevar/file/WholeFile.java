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
     * @param file where to; what is there is replaced
     * @param content all of it
     * @throws CodeVarException when it cannot be written
     */
    public static void write(Path file, byte[] content) {
        Path name = file.getFileName();
        if (name == null) {
            throw new CodeVarException("cannot write " + file + ": it names no file");
        }
        Path part = file.resolveSibling("." + name + "." + UUID.randomUUID() + ".part");
        try {
            try {
                writeAndForce(part, content);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
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
