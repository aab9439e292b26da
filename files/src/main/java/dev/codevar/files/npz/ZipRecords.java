package dev.codevar.files.npz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The records of a zip archive to the byte as Python's zipfile writes them for numpy: stored, of 1 January 1980, with 64-bit
 * sizes in front of every entry, and in the directory where they are needed.
 *
 * @param limit32 the largest number that goes into a 32-bit field; another than {@link #PYTHON}'s only in tests
 */
record ZipRecords(long limit32) {
    /** Python stops at 31 bits. */
    static final ZipRecords PYTHON = new ZipRecords(Integer.MAX_VALUE);

    /** The bytes of records, those of an entry without its name and its extra field. */
    static final int LOCAL_BYTES = 30;

    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;
    static final int END_64_BYTES = 56;
    static final int LOCATOR_64_BYTES = 20;

    static final int LOCAL = 0x04034b50;
    static final int CENTRAL = 0x02014b50;
    static final int END = 0x06054b50;
    static final int END_64 = 0x06064b50;
    static final int LOCATOR_64 = 0x07064b50;
    private static final int VERSION_64 = 45;
    private static final int UNIX = 3;
    private static final int NAME_IS_UTF8 = 1 << 11;
    private static final int JANUARY_1_1980 = 1 << 5 | 1;
    private static final int OWNER_READS_AND_WRITES = 0600 << 16;
    static final short EXTRA_64 = 1;
    /** Stands in a 32-bit field for what is a 64-bit number elsewhere. */
    static final int IN_64_BITS = -1;

    private static final int MOST_ENTRIES = 0xFFFF;

    /**
     * An entry.
     *
     * @param name its name
     * @param size its bytes
     * @param crc its checksum
     * @param offset where its local header lies
     */
    record Entry(String name, long size, long crc, long offset) {

        byte[] rawName() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        short flags() {
            return (short) (rawName().length == name.length() ? 0 : NAME_IS_UTF8);
        }
    }

    /** {@return what stands in front of the data; as long for any size and checksum} */
    ByteBuffer local(Entry entry) {
        byte[] name = entry.rawName();
        return buffer(LOCAL_BYTES + name.length + 20)
                .putInt(LOCAL)
                .putShort((short) VERSION_64)
                .putShort(entry.flags())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) JANUARY_1_1980)
                .putInt((int) entry.crc())
                .putInt(IN_64_BITS)
                .putInt(IN_64_BITS)
                .putShort((short) name.length)
                .putShort((short) 20)
                .put(name)
                .putShort(EXTRA_64)
                .putShort((short) 16)
                .putLong(entry.size())
                .putLong(entry.size())
                .flip();
    }

    /** {@return the entry in the directory} */
    ByteBuffer central(Entry entry) {
        byte[] name = entry.rawName();
        boolean largeSize = entry.size() > limit32;
        boolean largeOffset = entry.offset() > limit32;
        int numbers = (largeSize ? 16 : 0) + (largeOffset ? 8 : 0);
        int extra = numbers == 0 ? 0 : 4 + numbers;
        ByteBuffer bytes = buffer(CENTRAL_BYTES + name.length + extra)
                .putInt(CENTRAL)
                .put((byte) VERSION_64)
                .put((byte) UNIX)
                .putShort((short) VERSION_64)
                .putShort(entry.flags())
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) JANUARY_1_1980)
                .putInt((int) entry.crc())
                .putInt(largeSize ? IN_64_BITS : (int) entry.size())
                .putInt(largeSize ? IN_64_BITS : (int) entry.size())
                .putShort((short) name.length)
                .putShort((short) extra)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(OWNER_READS_AND_WRITES)
                .putInt(largeOffset ? IN_64_BITS : (int) entry.offset())
                .put(name);
        if (extra > 0) {
            bytes.putShort(EXTRA_64).putShort((short) numbers);
        }
        if (largeSize) {
            bytes.putLong(entry.size()).putLong(entry.size());
        }
        if (largeOffset) {
            bytes.putLong(entry.offset());
        }
        return bytes.flip();
    }

    /** {@return the directory, as it lies at that place, and the end of the archive} */
    ByteBuffer directory(List<Entry> entries, long offset) {
        List<ByteBuffer> records = entries.stream().map(this::central).toList();
        int size = records.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
        boolean large = entries.size() > MOST_ENTRIES || offset > limit32 || size > limit32;
        ByteBuffer bytes = buffer(size + (large ? END_64_BYTES + LOCATOR_64_BYTES : 0) + END_BYTES);
        records.forEach(bytes::put);
        if (large) {
            bytes.putInt(END_64)
                    .putLong(44)
                    .putShort((short) VERSION_64)
                    .putShort((short) VERSION_64)
                    .putInt(0)
                    .putInt(0)
                    .putLong(entries.size())
                    .putLong(entries.size())
                    .putLong(size)
                    .putLong(offset)
                    .putInt(LOCATOR_64)
                    .putInt(0)
                    .putLong(offset + size)
                    .putInt(1);
        }
        short count = (short) Math.min(entries.size(), MOST_ENTRIES);
        return bytes.putInt(END)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count)
                .putInt(size)
                .putInt((int) Math.min(offset, 0xFFFFFFFFL))
                .putShort((short) 0)
                .flip();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
