package dev.codevar.files.npz;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** One array in a file of its own, as {@code numpy.save} writes it. */
public final class NpyFile {

    private NpyFile() {}

    /**
     * Writes whole numbers, to the byte as {@code numpy.save} does; the file is there whole or not at all.
     *
     * @param file where to; what is there is replaced
     * @param elements in C order
     * @param shape the dimensions
     * @throws InvalidInputException if the shape is not of so many elements
     * @throws CodeVarException in one line that names the file, if it cannot be written
     */
    public static void write(Path file, int[] elements, long... shape) {
        NpyHeader header = NpyHeader.of(NpyType.INT32, shape);
        if (header.elements() != elements.length) {
            throw new InvalidInputException(
                    "an array " + header + " has " + header.elements() + " elements, got " + elements.length);
        }
        byte[] begin = header.toBytes();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(begin.length + header.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(begin);
        bytes.asIntBuffer().put(elements);
        WholeFile.write(file, bytes.array());
    }

    /**
     * Opens one.
     *
     * @param file an npy file
     * @return its array; closing it closes the file
     * @throws CodeVarException in one line that names the file, if it is not one of ours to read
     */
    public static NpyStream open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            return NpyStream.open(new NpyStream.Source(
                    file.toString(), new RegionStream(channel, 0, size), size, OptionalLong.empty(), channel));
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }
}
