package dev.codevar.files.parquet;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values of a column of bytes, in the order of rows: where each lies is known at once, and it is read when it is asked for. */
public final class ParquetBytes implements AutoCloseable {
    private static final int MAGIC = 0x31524150;
    private static final int TAIL = 8;
    private static final int LONGEST_FOOTER = 64 << 20;
    /** A page's header, without statistics; more is read where that does not do. */
    private static final int PAGE_HEADER = 1 << 10;

    private static final int BYTE_ARRAY = 6;
    private static final int PLAIN = 0;
    private static final int UNCOMPRESSED = 0;
    private static final int DATA_PAGE = 0;

    private record Value(long at, int length) {}

    private final Path file;
    private final FileChannel channel;
    private final List<Value> values = new ArrayList<>();

    private ParquetBytes(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file.
     *
     * @param column the column's name, those of the groups that it is in before it, with '.' between
     * @throws BrokenFileException in one line that names the file, if it is no such file, or the column is kept in another way than
     *     this program's
     */
    public static ParquetBytes open(Path file, String column) {
        try {
            return OpenFile.read(file, channel -> {
                ParquetBytes opened = new ParquetBytes(file, channel);
                opened.find(column);
                return opened;
            });
        } catch (IOException | BrokenFileException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    private void find(String column) throws IOException {
        Map<Integer, Object> footer = footer();
        for (Object group : ThriftReader.list(footer, 4)) {
            Map<Integer, Object> found = null;
            for (Object chunk : ThriftReader.list(ThriftReader.struct(group), 1)) {
                Map<Integer, Object> about = ThriftReader.struct(ThriftReader.struct(chunk), 3);
                String path = ThriftReader.list(about, 3).stream()
                        .map(ThriftReader::text)
                        .collect(Collectors.joining("."));
                found = path.equals(column) ? about : found;
            }
            if (found == null) {
                throw new BrokenFileException("it has no column " + column);
            }
            require("type", ThriftReader.number(found, 1), BYTE_ARRAY);
            require("compression", ThriftReader.number(found, 4), UNCOMPRESSED);
            chunk(ThriftReader.number(found, 9), ThriftReader.number(found, 5));
        }
        if (values.size() != ThriftReader.number(footer, 3)) {
            throw new BrokenFileException(
                    "its column " + column + " has " + values.size() + " values of " + footer.get(3) + " rows");
        }
    }

    private Map<Integer, Object> footer() throws IOException {
        long size = channel.size();
        ByteBuffer tail = size < TAIL ? ByteBuffer.allocate(TAIL) : read(size - TAIL, TAIL);
        int length = tail.getInt();
        if (tail.getInt() != MAGIC || length < 0 || length > Math.min(LONGEST_FOOTER, size - TAIL)) {
            throw new BrokenFileException("it does not end as a Parquet file does");
        }
        return new ThriftReader(read(size - TAIL - length, length)).struct();
    }

    /** Finds the values of a column in a group of rows. */
    private void chunk(long first, long count) throws IOException {
        long at = first;
        long end = values.size() + count;
        while (values.size() < end) {
            ByteBuffer head = read(at, (int) Math.min(PAGE_HEADER, channel.size() - at));
            Map<Integer, Object> page = new ThriftReader(head).struct();
            require("kind of page", ThriftReader.number(page, 1), DATA_PAGE);
            Map<Integer, Object> about = ThriftReader.struct(page, 5);
            require("encoding", ThriftReader.number(about, 2), PLAIN);
            long data = at + head.position();
            page(data, ThriftReader.number(about, 1));
            long size = ThriftReader.number(page, 3);
            if (size < 0) {
                throw new BrokenFileException("a page in it has " + size + " bytes");
            }
            at = data + size;
        }
    }

    private void page(long begin, long count) throws IOException {
        long at = begin;
        for (long i = 0; i < count; i++) {
            int length = read(at, Integer.BYTES).getInt();
            if (length < 0 || length > channel.size() - at - Integer.BYTES) {
                throw new BrokenFileException("a value in it has " + length + " bytes and no room for them");
            }
            values.add(new Value(at + Integer.BYTES, length));
            at += Integer.BYTES + length;
        }
    }

    private static void require(String what, long is, long wanted) {
        if (is != wanted) {
            throw new BrokenFileException("its " + what + " " + is + " is not " + wanted + ", as codevar writes it");
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        if (at < 0 || length < 0) {
            throw new BrokenFileException("a place in it is none");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (!OpenFile.fill(channel, bytes, at)) {
            throw new BrokenFileException("it ends early");
        }
        return bytes.flip();
    }

    /** {@return how many values there are} */
    public int count() {
        return values.size();
    }

    /** {@return a value, from 0} */
    public byte[] get(int row) {
        Value value = values.get(row);
        try {
            return read(value.at(), value.length()).array();
        } catch (IOException | BrokenFileException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }
}
