package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/**
 * A stretch of a file.
 *
 * @param position its first byte, at least 0
 * @param size its bytes, at least 0
 */
record Region(long position, long size) {

    /** {@return whether the region ends inside a file of that many bytes} */
    boolean within(long fileSize) {
        return position >= 0 && size >= 0 && position <= fileSize && size <= fileSize - position;
    }

    /** {@return the bytes; the caller has limited the size and checked it against the file} */
    ByteBuffer read(SeekableByteChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
        channel.position(position);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new BrokenFileException("the file ends early");
            }
        }
        return bytes.flip();
    }
}
