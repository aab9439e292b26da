package dev.codevar.files.data;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of bytes, the format of MNIST and its kin: a magic number, a size for each dimension, and the bytes, the last
 * dimension fastest. It may be packed with gzip, which its content tells, not its name.
 */
final class IdxFile {
    /** Two zeros, then the type: unsigned bytes. The number of dimensions is the last byte. */
    private static final int MAGIC = 0x0800;

    private static final int GZIP = 0x8b1f;
    private static final int LARGEST = 1 << 30;

    private final Path file;
    private final int[] sizes;
    private final byte[] content;

    private IdxFile(Path file, int[] sizes, byte[] content) {
        this.file = file;
        this.sizes = sizes;
        this.content = content;
    }

    /**
     * Reads a file.
     *
     * @param dimensions how many it must have
     * @throws CodeVarException in one line that names the file, if it is none of this kind, or more or less than whole
     */
    static IdxFile read(Path file, int dimensions) {
        try (InputStream in = unpacked(new BufferedInputStream(Files.newInputStream(file)))) {
            int[] sizes = header(in, dimensions);
            int length = length(sizes);
            byte[] content = in.readNBytes(length);
            if (content.length < length) {
                throw new BrokenFileException("ends after " + content.length + " of " + shown(sizes) + " bytes");
            }
            if (in.read() >= 0) {
                throw new BrokenFileException("goes on after its " + shown(sizes) + " bytes");
            }
            return new IdxFile(file, sizes, content);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        } catch (CodeVarException e) {
            throw CodeVarException.whileReading("cannot read " + file + ": it " + e.getMessage(), e);
        }
    }

    private static InputStream unpacked(BufferedInputStream in) throws IOException {
        in.mark(2);
        int begin = in.read() | in.read() << 8;
        in.reset();
        return begin == GZIP ? new BufferedInputStream(new GZIPInputStream(in)) : in;
    }

    private static int[] header(InputStream in, int dimensions) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(in.readNBytes(Integer.BYTES * (1 + dimensions)));
        int wanted = MAGIC + dimensions;
        if (header.remaining() < Integer.BYTES || header.getInt() != wanted) {
            throw new BrokenFileException(String.format(
                    "does not begin with 0x%08x, as IDX files of bytes in %d dimensions do", wanted, dimensions));
        }
        if (header.remaining() < Integer.BYTES * dimensions) {
            throw new BrokenFileException("ends within its header");
        }
        int[] sizes = new int[dimensions];
        header.asIntBuffer().get(sizes);
        return sizes;
    }

    /** The product of the sizes, none of which is believed before it is in range. */
    private static int length(int[] sizes) {
        long length = 1;
        for (int size : sizes) {
            if (size < 1 || size > LARGEST || length * size > LARGEST) {
                throw new BrokenFileException("has the sizes " + shown(sizes)
                        + ", each of which must be at least 1, and their" + " product at most " + LARGEST);
            }
            length *= size;
        }
        return (int) length;
    }

    private static String shown(int[] sizes) {
        return Arrays.stream(sizes).mapToObj(Integer::toUnsignedString).collect(Collectors.joining(" x "));
    }

    /** {@return where it was read from, for messages} */
    Path file() {
        return file;
    }

    /** {@return the size of a dimension, the outermost being 0} */
    int size(int dimension) {
        return sizes[dimension];
    }

    /** {@return its bytes, not copied} */
    byte[] content() {
        return content;
    }
}
