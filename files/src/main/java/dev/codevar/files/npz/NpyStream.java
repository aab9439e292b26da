package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * An array's data, read once from the first element to the last in C order, however they lie in the file. What ends early, is longer than the shape says, or
 * has another checksum than the archive says, is refused by the read that takes the last element, so nobody who reads to the
 * end can miss it. Every refusal is a {@link CodeVarException} of one line that names the file and the array.
 */
public final class NpyStream implements AutoCloseable {
    static final int CHUNK_BYTES = 1 << 16;

    /**
     * Where an npy file comes from.
     *
     * @param what file and array, for messages
     * @param content the npy file
     * @param bytes how long the npy file is, or says that it is
     * @param crc its checksum, if it is known
     * @param onClose closed with the stream
     */
    record Source(String what, InputStream content, long bytes, OptionalLong crc, Closeable onClose) {}

    private final Source source;
    private final CRC32 crc;
    private final InputStream content;
    private final NpyHeader header;
    private long left;

    private NpyStream(Source source, CRC32 crc, InputStream content, NpyHeader header) {
        this.source = source;
        this.crc = crc;
        this.content = content;
        this.header = header;
        this.left = header.bytes();
    }

    /** Reads the header and checks that the file is as long as it says; closes the source if it is not. */
    static NpyStream open(Source source) {
        CRC32 crc = new CRC32();
        InputStream content = new CheckedInputStream(source.content(), crc);
        try {
            NpyHeader.Found found = NpyHeader.find(content);
            NpyStream stream = new NpyStream(source, crc, found.order().ours(content, found.header()), found.header());
            long data = source.bytes() - found.bytes();
            if (data != stream.left) {
                throw new BrokenFileException("it holds " + Math.max(data, 0) + " bytes of data, but " + found.header()
                        + " is " + stream.left);
            } else if (data == 0) {
                stream.checkEnd();
            }
            return stream;
        } catch (IOException | RuntimeException e) {
            closeAfter(source, e);
            throw failure(source, e);
        }
    }

    private static void closeAfter(Source source, Exception failure) {
        try (Closeable last = source.onClose()) {
            source.content().close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@return type and shape} */
    public NpyHeader header() {
        return header;
    }

    /** {@return how many bytes of the data were not yet read} */
    public long bytesLeft() {
        return left;
    }

    /** {@return how many rows, indices of the first dimension, were not yet read in whole} */
    public long rowsLeft() {
        return left == 0 ? 0 : left / header.rowBytes();
    }

    /**
     * Reads bytes, little-endian elements.
     *
     * @return how many: as many as asked for, fewer only at the end, 0 after it
     */
    public int read(byte[] target, int offset, int length) {
        int wanted = (int) Math.min(length, left);
        int read;
        try {
            read = content.readNBytes(target, offset, wanted);
            left -= read;
            if (read < wanted) {
                throw new BrokenFileException("it ends early, " + left + " bytes are missing of " + header);
            } else if (left == 0 && wanted > 0) {
                checkEnd();
            }
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
        return read;
    }

    /** As {@link #read(byte[], int, int)}, all of it. */
    public int read(byte[] target) {
        return read(target, 0, target.length);
    }

    /** As {@link #read(byte[], int, int)}, from the buffer's position to its limit; the position moves. */
    public int read(ByteBuffer target) {
        int wanted = (int) Math.min(target.remaining(), left);
        if (target.hasArray()) {
            read(target.array(), target.arrayOffset() + target.position(), wanted);
            target.position(target.position() + wanted);
        } else {
            byte[] chunk = new byte[Math.min(wanted, CHUNK_BYTES)];
            for (int rest = wanted; rest > 0; ) {
                int read = read(chunk, 0, Math.min(rest, chunk.length));
                target.put(chunk, 0, read);
                rest -= read;
            }
        }
        return wanted;
    }

    /**
     * Reads rows, indices of the first dimension.
     *
     * @param most at least 1
     * @return the bytes of so many rows, of fewer at the end, none after it
     */
    public byte[] readRows(int most) {
        if (most < 1) {
            throw new InvalidInputException("rows " + most + " is not 1 or more");
        }
        long rows = Math.min(most, rowsLeft());
        if (rows > 0 && header.rowBytes() > (Integer.MAX_VALUE - 8) / rows) {
            throw new InvalidInputException(
                    rows + " rows of " + header.rowBytes() + " bytes are too many to be read at once");
        }
        byte[] bytes = new byte[(int) (rows * header.rowBytes())];
        read(bytes);
        return bytes;
    }

    /**
     * Reads elements that a float holds exactly: |u1, &lt;f2 and &lt;f4.
     *
     * @return how many: as many as there is room for, fewer only at the end, 0 after it
     */
    public int readFloats(float[] target) {
        return new NpyElements(this).floats(target);
    }

    /** As {@link #readFloats}, elements that a double holds exactly: all but &lt;i8. */
    public int readDoubles(double[] target) {
        return new NpyElements(this).doubles(target);
    }

    /** As {@link #readFloats}, whole numbers: |u1, &lt;i4 and &lt;i8. */
    public int readLongs(long[] target) {
        return new NpyElements(this).longs(target);
    }

    private void checkEnd() throws IOException {
        if (content.read() >= 0) {
            throw new BrokenFileException("it holds more data than its shape says: " + header);
        }
        long expected = source.crc().orElse(crc.getValue());
        if (expected != crc.getValue()) {
            throw new BrokenFileException(String.format(
                    "its data are damaged: their checksum is %08x, the archive says %08x", crc.getValue(), expected));
        }
    }

    /** {@return what to throw because of {@code e}: a line that names the file and the array} */
    CodeVarException failure(Exception e) {
        return failure(source, e);
    }

    private static CodeVarException failure(Source source, Exception e) {
        return CodeVarException.whileReading("cannot read " + source.what() + ": " + OneLine.reason(e), e);
    }

    @Override
    public void close() {
        try (Closeable first = source.onClose()) {
            content.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
