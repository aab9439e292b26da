package dev.codevar.file;

import dev.codevar.fault.BrokenFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * A channel that stops after so many bytes. A library that reads a directory through it cannot be made to fill the memory,
 * because what it keeps is proportional to what it has read. Closing it leaves the channel underneath open.
 */
public final class BoundedChannel implements SeekableByteChannel {
    private final SeekableByteChannel channel;
    private long left;

    public BoundedChannel(SeekableByteChannel channel, long bytes) {
        this.channel = channel;
        this.left = bytes;
    }

    @Override
    public int read(ByteBuffer target) {
        if (target.remaining() > left) {
            throw new BrokenFileException("its directory is too large for a checkpoint");
        }
        try {
            int read = channel.read(target);
            left -= Math.max(read, 0);
            return read;
        } catch (IOException disk) {
            // Told apart from what the library says of wrong contents, which is an IOException too.
            throw new UncheckedIOException(disk);
        }
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {}

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }
}
