package dev.codevar.files.npz;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** An array that is being written, elements in C order; closing it finishes it. */
public final class NpzArray implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final NpzWriter npz;
    private final String name;
    private final NpyHeader begun;
    private final boolean growing;
    private final long offset;
    private final long dataOffset;
    private final CRC32 dataCrc = new CRC32();
    private long written;
    private boolean closed;

    NpzArray(NpzWriter npz, String name, NpyHeader begun, boolean growing, long offset) {
        this.npz = npz;
        this.name = name;
        this.begun = begun;
        this.growing = growing;
        this.offset = offset;
        this.dataOffset = offset + npz.records().local(entry(0, 0)).remaining() + begun.toBytes().length;
    }

    String name() {
        return name;
    }

    /** {@return what was written, as far as it is: type and shape} */
    public NpyHeader header() {
        return growing ? begun.withRows(written / begun.rowBytes()) : begun;
    }

    /** Writes elements, little-endian. */
    public void write(byte[] bytes) {
        write(ByteBuffer.wrap(bytes));
    }

    /** Writes elements, little-endian, from the buffer's position to its limit; the position moves there. */
    public void write(ByteBuffer bytes) {
        if (closed) {
            throw new IllegalStateException("array " + OneLine.quote(name) + " is already closed");
        } else if (!growing && bytes.remaining() > begun.bytes() - written) {
            throw new InvalidInputException("array " + OneLine.quote(name) + ", " + begun + ", takes " + begun.bytes()
                    + " bytes, got " + (written + bytes.remaining()) + " or more");
        }
        npz.write(bytes, dataOffset + written);
        written += bytes.remaining();
        dataCrc.update(bytes);
    }

    /** Writes elements of an array of &lt;f4. */
    public void write(float[] elements) {
        writeElements(NpyType.FLOAT32, elements.length, (chunk, i) -> chunk.putFloat(elements[i]));
    }

    /** Writes elements of an array of &lt;f8. */
    public void write(double[] elements) {
        writeElements(NpyType.FLOAT64, elements.length, (chunk, i) -> chunk.putDouble(elements[i]));
    }

    /** Writes elements of an array of &lt;i4. */
    public void write(int[] elements) {
        writeElements(NpyType.INT32, elements.length, (chunk, i) -> chunk.putInt(elements[i]));
    }

    /** Writes elements of an array of &lt;i8. */
    public void write(long[] elements) {
        writeElements(NpyType.INT64, elements.length, (chunk, i) -> chunk.putLong(elements[i]));
    }

    /** Puts an element's bytes. */
    private interface Putter {
        void put(ByteBuffer chunk, int element);
    }

    private void writeElements(NpyType type, int count, Putter putter) {
        if (type != begun.type()) {
            throw new InvalidInputException("array " + OneLine.quote(name) + " is of "
                    + begun.type().description() + ", got " + type.description());
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            putter.put(chunk, i);
            if (!chunk.hasRemaining() || i == count - 1) {
                write(chunk.flip());
                chunk.clear();
            }
        }
    }

    /** Finishes the array; what is missing, or ends within a row, is refused, and the file can then not be committed. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (growing ? written % begun.rowBytes() != 0 : written != begun.bytes()) {
            throw new InvalidInputException("array " + OneLine.quote(name) + ", "
                    + (growing ? "rows of " + begun.rowBytes() : begun + " of " + begun.bytes())
                    + " bytes, cannot end after " + written);
        }
        byte[] header = header().toBytes();
        ZipRecords.Entry entry =
                entry(header.length + written, Crc32.join(Crc32.of(header), dataCrc.getValue(), written));
        ByteBuffer local = npz.records().local(entry);
        npz.write(local, offset);
        npz.write(ByteBuffer.wrap(header), offset + local.remaining());
        npz.finished(entry, dataOffset + written);
    }

    private ZipRecords.Entry entry(long size, long crc) {
        return new ZipRecords.Entry(name + ".npy", size, crc, offset);
    }
}
