package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A stretch of a file as a stream. Several may read one channel; closing one leaves the channel open. */
final class RegionStream extends InputStream {
    /** The JDK copies through a buffer outside the heap as large as what is read at once. */
    private static final int CHUNK_BYTES = 1 << 20;

    private final FileChannel channel;
    private final long end;
    private long position;

    RegionStream(FileChannel channel, long position, long size) {
        this.channel = channel;
        this.position = position;
        this.end = position + size;
    }

    /**
     * {@return a stretch as a whole, little-endian}
     *
     * @throws BrokenFileException if the file ends within it
     */
    static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        byte[] bytes = new RegionStream(channel, position, count).readNBytes(count);
        if (bytes.length < count) {
            throw new BrokenFileException("it ends early");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(Math.min(length, CHUNK_BYTES), end - position);
        int read = wanted == 0 ? -1 : channel.read(ByteBuffer.wrap(target, offset, wanted), position);
        position += Math.max(read, 0);
        return read;
    }
}
