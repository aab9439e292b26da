package dev.codevar.files.journal;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** The records of a shard's finished blocks, all equally long, one after the other. */
public final class Records implements AutoCloseable {
    private final Path file;
    private final Blocks blocks;
    private final int recordBytes;
    private final int begin;
    private final FileChannel channel;

    private Records(Path file, Blocks blocks, int recordBytes, int begin, StandardOpenOption... options) {
        this.file = file;
        this.blocks = blocks;
        this.recordBytes = recordBytes;
        this.begin = begin;
        try {
            this.channel = FileChannel.open(file, options);
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot open " + file + ": " + IoReason.of(e), e);
        }
    }

    /** Opens the file to add to, empty if it is not there, without anything in front of the records. */
    public static Records open(Path file, Blocks blocks, int recordBytes) {
        return open(file, blocks, recordBytes, 0);
    }

    /**
     * Opens the file to add to, empty if it is not there.
     *
     * @param begin where in the file the first record begins; what lies before is left alone
     */
    public static Records open(Path file, Blocks blocks, int recordBytes, int begin) {
        return new Records(
                file,
                blocks,
                recordBytes,
                begin,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    /** Opens the file of a finished shard to read it. */
    public static Records openFinished(Path file, Blocks blocks, int recordBytes) {
        return openFinished(file, blocks, recordBytes, 0);
    }

    /**
     * Opens the file of a finished shard to read it.
     *
     * @param begin where in the file the first record begins
     */
    public static Records openFinished(Path file, Blocks blocks, int recordBytes, int begin) {
        return new Records(file, blocks, recordBytes, begin, StandardOpenOption.READ);
    }

    /**
     * Writes a block in its place and waits until it is on the disk.
     *
     * @param own the how manieth of the shard's blocks
     * @param records as many as it has
     * @return its CRC-32
     */
    public long write(int own, Iterable<byte[]> records) {
        CRC32 checksum = new CRC32();
        long at = offset(own);
        try {
            for (byte[] record : records) {
                checksum.update(record);
                ByteBuffer rest = ByteBuffer.wrap(record);
                while (rest.hasRemaining()) {
                    at += channel.write(rest, at);
                }
            }
            channel.force(true);
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
        return checksum.getValue();
    }

    /**
     * Reads a block.
     *
     * @param own the how manieth of the shard's blocks
     * @param each gets each of its records, in an array that is used again for the next
     * @return its CRC-32; {@code -1} if the file ends before
     */
    public long read(int own, Consumer<byte[]> each) {
        CRC32 checksum = new CRC32();
        byte[] record = new byte[recordBytes];
        long at = offset(own);
        try {
            for (int i = 0; i < blocks.length(own); i++) {
                if (!OpenFile.fill(channel, ByteBuffer.wrap(record), at)) {
                    return -1;
                }
                at += recordBytes;
                checksum.update(record);
                each.accept(record);
            }
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        return checksum.getValue();
    }

    /** Forgets all but the shard's first {@code count} blocks. */
    public void keepFirst(int count) {
        try {
            channel.truncate(begin + (long) blocks.recordsIn(count) * recordBytes);
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    private long offset(int own) {
        return begin + (long) own * blocks.size() * recordBytes;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CodeVarException("cannot close " + file + ": " + IoReason.of(e), e);
        }
    }
}
