package dev.codevar.files.journal;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** A file that lines are added to. Its failures name it. */
public final class GrowingFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private GrowingFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the file, empty if it is not there. */
    public static GrowingFile open(Path file) {
        try {
            return new GrowingFile(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** Opens the file as {@link SoleUse} does, empty if it is not there. */
    static GrowingFile openAlone(Path file) {
        return new GrowingFile(file, SoleUse.open(file));
    }

    /** {@return the same; empty if another process has it open} */
    static Optional<GrowingFile> tryOpenAlone(Path file) {
        return SoleUse.tryOpen(file).map(channel -> new GrowingFile(file, channel));
    }

    /** {@return everything in it} */
    public byte[] bytes() {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            return OpenFile.fill(channel, bytes, 0) ? bytes.array() : Arrays.copyOf(bytes.array(), bytes.position());
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /** Forgets all but the first {@code bytes}; what is added next comes behind them. */
    public void keepFirst(long bytes) {
        try {
            channel.truncate(bytes);
            channel.position(bytes);
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** Adds something that may be forgotten until {@link #force}. */
    public void add(byte[] line) {
        ByteBuffer rest = ByteBuffer.wrap(line);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** Puts something in the place of as many bytes; what is added next comes where it would have come. */
    void replace(long at, byte[] line) {
        ByteBuffer rest = ByteBuffer.wrap(line);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest, at + rest.position());
            }
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    /** Waits until everything is on the disk. */
    public void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    static CodeVarException failed(String what, Path file, IOException e) {
        return new CodeVarException("cannot " + what + " " + file + ": " + IoReason.of(e), e);
    }
}
