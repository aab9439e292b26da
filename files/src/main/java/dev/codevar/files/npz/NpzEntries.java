package dev.codevar.files.npz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads an npz's zip directory, and takes nothing on trust: zip readers in general take what they can make out, and an array
 * less would go unnoticed. So the directory must be just before the archive's end ({@link NpzDirectory}) and hold as many entries
 * as the end says, each with its header in front of its data.
 */
final class NpzEntries {
    private static final String SUFFIX = ".npy";

    /** A hundred thousand arrays are more than anybody's. */
    private static final long MOST_DIRECTORY_BYTES = 8L << 20;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED = 1;

    private final FileChannel channel;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private NpzEntries(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Where an array lies.
     *
     * @param position its first byte in the file
     * @param storedBytes its bytes in the file
     * @param bytes its bytes as an npy file, if the directory is right
     * @param deflated whether it is compressed
     * @param crc the checksum of the npy file
     */
    record Entry(long position, long storedBytes, long bytes, boolean deflated, long crc) {

        InputStream open(FileChannel channel) {
            InputStream stored = new RegionStream(channel, position, storedBytes);
            return deflated ? new Inflated(stored) : stored;
        }
    }

    /**
     * Reads the directory.
     *
     * @return the entries by their arrays' names, in the file's order
     * @throws CodeVarException if it is not whole, or lists anything but npy files, each once and inside the file
     */
    static Map<String, Entry> read(FileChannel channel) throws IOException {
        NpzEntries reader = new NpzEntries(channel);
        try {
            reader.read(NpzDirectory.find(channel));
        } catch (BufferUnderflowException e) {
            throw new BrokenFileException("its zip directory ends within an entry", e);
        } catch (CharacterCodingException e) {
            throw new BrokenFileException("its zip directory has a name that is not UTF-8", e);
        }
        return Collections.unmodifiableMap(reader.entries);
    }

    private void read(NpzDirectory directory) throws IOException {
        if (directory.size() > MOST_DIRECTORY_BYTES) {
            throw new BrokenFileException(
                    "its zip directory of " + directory.size() + " bytes is larger than " + MOST_DIRECTORY_BYTES);
        } else if (directory.size() < 0 || directory.offset() != directory.end() - directory.size()) {
            throw new BrokenFileException("its zip directory is not where the archive's end says");
        }
        ByteBuffer bytes = RegionStream.bytes(channel, directory.offset(), (int) directory.size());
        long count = 0;
        for (; bytes.hasRemaining(); count++) {
            readEntry(bytes, directory.offset());
        }
        if (count != directory.count()) {
            throw new BrokenFileException(
                    "its zip directory has " + count + " entries, the archive's end says " + directory.count());
        }
    }

    private void readEntry(ByteBuffer directory, long directoryOffset) throws IOException {
        if (directory.getInt() != ZipRecords.CENTRAL) {
            throw new BrokenFileException("its zip directory is broken after " + entries.size() + " entries");
        }
        skip(directory, 4);
        int flags = directory.getShort();
        int method = unsigned(directory.getShort());
        skip(directory, 4);
        long crc = unsigned(directory.getInt());
        long storedBytes = unsigned(directory.getInt());
        long bytes = unsigned(directory.getInt());
        int nameBytes = unsigned(directory.getShort());
        int extraBytes = unsigned(directory.getShort());
        int commentBytes = unsigned(directory.getShort());
        skip(directory, 8);
        long offset = unsigned(directory.getInt());
        ByteBuffer rawName = next(directory, nameBytes);
        ByteBuffer numbers = numbers64(next(directory, extraBytes));
        skip(directory, commentBytes);

        bytes = in64Bits(bytes, numbers);
        storedBytes = in64Bits(storedBytes, numbers);
        offset = in64Bits(offset, numbers);
        String name = UTF_8.newDecoder().decode(rawName.duplicate()).toString();
        if (!name.endsWith(SUFFIX)) {
            throw new BrokenFileException("it is no npz: its entry " + OneLine.quote(name) + " is no npy file");
        } else if ((method != STORED && method != DEFLATED) || (flags & ENCRYPTED) != 0) {
            throw new BrokenFileException("its entry " + OneLine.quote(name)
                    + " is encrypted or compressed with method " + method + " (legal: 0, stored, and 8, deflated)");
        }
        long position = dataPosition(rawName, offset, directoryOffset);
        if (position < 0
                || bytes < 0
                || storedBytes < 0
                || storedBytes > directoryOffset - position
                || (method == STORED && storedBytes != bytes)) {
            throw new BrokenFileException("its entry " + OneLine.quote(name) + " is not where its zip directory says");
        }
        String array = name.substring(0, name.length() - SUFFIX.length());
        if (entries.put(array, new Entry(position, storedBytes, bytes, method == DEFLATED, crc)) != null) {
            throw new BrokenFileException("it has the array " + OneLine.quote(array) + " twice");
        }
    }

    /** {@return what is behind the header that stands in front of the data, or -1 if there is none of that name} */
    private long dataPosition(ByteBuffer name, long offset, long directoryOffset) throws IOException {
        int fixed = ZipRecords.LOCAL_BYTES;
        if (offset < 0 || offset > directoryOffset - fixed - name.remaining()) {
            return -1;
        }
        ByteBuffer header = RegionStream.bytes(channel, offset, fixed + name.remaining());
        boolean same = header.getInt(0) == ZipRecords.LOCAL
                && unsigned(header.getShort(26)) == name.remaining()
                && header.slice(fixed, name.remaining()).equals(name);
        long position = offset + fixed + name.remaining() + unsigned(header.getShort(28));
        return same && position <= directoryOffset ? position : -1;
    }

    /** {@return the 64-bit numbers for those that do not fit into the entry's fields; empty if there are none} */
    private static ByteBuffer numbers64(ByteBuffer extra) {
        while (extra.hasRemaining()) {
            int id = extra.getShort();
            ByteBuffer field = next(extra, unsigned(extra.getShort()));
            if (id == ZipRecords.EXTRA_64) {
                return field;
            }
        }
        return extra;
    }

    private static long in64Bits(long field, ByteBuffer numbers) {
        return field == unsigned(ZipRecords.IN_64_BITS) ? numbers.getLong() : field;
    }

    private static ByteBuffer next(ByteBuffer bytes, int count) {
        ByteBuffer next = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        skip(bytes, count);
        return next.limit(count);
    }

    private static void skip(ByteBuffer bytes, int count) {
        if (count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + count);
    }

    private static int unsigned(short number) {
        return Short.toUnsignedInt(number);
    }

    private static long unsigned(int number) {
        return Integer.toUnsignedLong(number);
    }
}
