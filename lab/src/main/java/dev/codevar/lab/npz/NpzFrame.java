package dev.codevar.lab.npz;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
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
        byte[] npy = header.toBytes();
        ZipRecords.Entry entry = entry(Crc32.join(Crc32.of(npy), dataCrc, header.bytes()));
        long end = dataOffset() + header.bytes();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < end) {
                throw new CodeVarException(
                        "cannot finish " + file + ": it has " + channel.size() + " bytes of at least " + end);
            }
            channel.truncate(end);
            ByteBuffer local = ZipRecords.PYTHON.local(entry);
            writeAll(channel, ByteBuffer.wrap(npy), local.remaining());
            writeAll(channel, local, 0);
            writeAll(channel, ZipRecords.PYTHON.directory(List.of(entry), end), end);
            channel.force(true);
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + OneLine.reason(e), e);
        }
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
