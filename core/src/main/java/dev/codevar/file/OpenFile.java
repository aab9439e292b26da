package dev.codevar.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that stay open, to be read at any place for as long as something needs them. */
public final class OpenFile {
    private OpenFile() {}

    /** Makes something of an open file. */
    @FunctionalInterface
    public interface Reader<T> {
        /** {@return what keeps the channel, and closes it in the end} */
        T read(FileChannel channel) throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param reader makes of it what is to be read from; if it fails, the file is closed
     * @throws IOException if the file cannot be opened or the reader cannot read it
     */
    public static <T> T read(Path file, Reader<T> reader) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return reader.read(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Fills {@code target} to its limit with what lies in the file from {@code position} on.
     *
     * @return whether there was as much; if not, {@code target} has what there was
     */
    public static boolean fill(FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }
}
