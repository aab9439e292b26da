package dev.codevar.files.npz;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What stands around the data in a file of one array: for data that grow in their place, in any order and over several
 * processes, and become an npz file in the end without being copied. The bytes are those that {@link NpzWriter} writes.
 *
 * @param name the array's name, as in {@code numpy.load(file)[name]}
 * @param header type and shape
 */
public record NpzFrame(String name, NpyHeader header) {

    /** {@return where in the file the data begin} */
    public int dataOffset() {
        return ZipRecords.PYTHON.local(entry(0)).remaining() + header.toBytes().length;
    }

    /**
     * Makes an npz file of a file that holds the data in their place; doing it again changes nothing.
     *
     * @param file whose first {@link #dataOffset} bytes are of no meaning yet; what lies behind the data is replaced
     * @param dataCrc the CRC-32 of the data
     * @throws CodeVarException in one line that names the file, if it is too short or cannot be written
     */
    public void finish(Path file, long dataCrc) {
        long end = dataOffset() + header.bytes();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < end) {
                throw new CodeVarException(
                        "cannot finish " + file + ": it has " + channel.size() + " bytes of at least " + end);
            }
            channel.truncate(end);
            for (Part part : parts(dataCrc)) {
                writeAll(channel, part.bytes(), part.at());
            }
            channel.force(true);
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + OneLine.reason(e), e);
        }
    }

    /**
     * {@return whether the file is what {@link #finish} makes of these data, which themselves are not looked at}
     *
     * @param file an npz file
     * @param dataCrc the CRC-32 of the data
     * @throws CodeVarException in one line that names the file, if it cannot be read
     */
    public boolean surrounds(Path file, long dataCrc) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = 0;
            for (Part part : parts(dataCrc)) {
                end = Math.max(end, part.at() + part.bytes().remaining());
                ByteBuffer found = ByteBuffer.allocate(part.bytes().remaining());
                if (!OpenFile.fill(channel, found, part.at()) || !found.flip().equals(part.bytes())) {
                    return false;
                }
            }
            return channel.size() == end;
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /**
     * {@return the bytes in front of the data, for whoever writes the file from its beginning to its end}
     *
     * @param dataCrc the CRC-32 of the data
     */
    public byte[] front(long dataCrc) {
        ByteBuffer front = ByteBuffer.allocate(dataOffset());
        for (Part part : parts(dataCrc)) {
            if (part.at() < dataOffset()) {
                front.put((int) part.at(), part.bytes(), 0, part.bytes().remaining());
            }
        }
        return front.array();
    }

    /**
     * {@return the bytes behind the data}
     *
     * @param dataCrc the CRC-32 of the data
     */
    public byte[] end(long dataCrc) {
        ByteBuffer last = parts(dataCrc).get(2).bytes();
        byte[] end = new byte[last.remaining()];
        last.get(end);
        return end;
    }

    private record Part(long at, ByteBuffer bytes) {}

    /** {@return what stands around the data: the zip's header, which makes it a file of some kind, after the array's} */
    private List<Part> parts(long dataCrc) {
        byte[] npy = header.toBytes();
        ZipRecords.Entry entry = entry(Crc32.join(Crc32.of(npy), dataCrc, header.bytes()));
        ByteBuffer local = ZipRecords.PYTHON.local(entry);
        long end = dataOffset() + header.bytes();
        return List.of(
                new Part(local.remaining(), ByteBuffer.wrap(npy)),
                new Part(0, local),
                new Part(end, ZipRecords.PYTHON.directory(List.of(entry), end)));
    }

    private ZipRecords.Entry entry(long crc) {
        return new ZipRecords.Entry(name + ".npy", header.toBytes().length + header.bytes(), crc, 0);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
