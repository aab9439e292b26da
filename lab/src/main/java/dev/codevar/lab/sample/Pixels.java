package dev.codevar.lab.sample;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.picture.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/** The pixels of a shard's finished blocks, one picture after the other, in a file without anything else. */
final class Pixels implements AutoCloseable {
    private final Path file;
    private final Blocks blocks;
    private final int pictureBytes;
    private final FileChannel channel;

    private Pixels(Path file, Blocks blocks, int side, StandardOpenOption... options) {
        this.file = file;
        this.blocks = blocks;
        this.pictureBytes = Math.multiplyExact(3 * side, side);
        try {
            this.channel = FileChannel.open(file, options);
        } catch (IOException e) {
            throw new CodeVarException("cannot open " + file + ": " + IoReason.of(e), e);
        }
    }

    /** Opens the file to add to, empty if it is not there. */
    static Pixels open(Path file, Blocks blocks, int side) {
        return new Pixels(
                file, blocks, side, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Opens the file of a finished shard. */
    static Pixels openFinished(Path file, Blocks blocks, int side) {
        return new Pixels(file, blocks, side, StandardOpenOption.READ);
    }

    /**
     * Writes a block in its place and waits until it is on the disk.
     *
     * @param own the how manieth of the shard's blocks
     * @return its CRC-32
     */
    long write(int own, List<Picture> pictures) {
        CRC32 checksum = new CRC32();
        long at = offset(own);
        try {
            for (Picture picture : pictures) {
                byte[] rgb = picture.rgb();
                checksum.update(rgb);
                ByteBuffer rest = ByteBuffer.wrap(rgb);
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
     * @param each gets the bytes of each of its pictures, in an array that is used again for the next
     * @return its CRC-32; {@code -1} if the file ends before
     */
    long read(int own, Consumer<byte[]> each) {
        CRC32 checksum = new CRC32();
        byte[] rgb = new byte[pictureBytes];
        long at = offset(own);
        try {
            for (int i = 0; i < blocks.length(own); i++) {
                ByteBuffer rest = ByteBuffer.wrap(rgb);
                while (rest.hasRemaining()) {
                    int read = channel.read(rest, at);
                    if (read < 0) {
                        return -1;
                    }
                    at += read;
                }
                checksum.update(rgb);
                each.accept(rgb);
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot read " + file + ": " + IoReason.of(e), e);
        }
        return checksum.getValue();
    }

    /** Forgets all but the shard's first {@code count} blocks. */
    void keepFirst(int count) {
        try {
            channel.truncate((long) blocks.picturesIn(count) * pictureBytes);
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    private long offset(int own) {
        return (long) own * blocks.size() * pictureBytes;
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
