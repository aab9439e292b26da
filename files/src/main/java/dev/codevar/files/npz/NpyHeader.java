package dev.codevar.files.npz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What numpy writes in front of an array's data. Here they are in C order: the last dimension is the fastest.
 *
 * @param type what the elements are
 * @param shape the dimensions; none for a single number
 */
public record NpyHeader(NpyType type, List<Long> shape) {
    /** In {@link #check}, a dimension that may be any. */
    public static final long ANY = -1;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_DIMENSIONS = 64;
    /** numpy refuses longer ones too; ours are 128 bytes. */
    private static final int LONGEST = 10_000;

    private static final int ALIGNMENT = 64;
    /** numpy leaves room for a first dimension of so many digits, so that it can be changed in place. */
    private static final int FIRST_DIMENSION_DIGITS = 21;

    public NpyHeader {
        shape = List.copyOf(shape);
        if (shape.size() > MOST_DIMENSIONS) {
            throw new InvalidInputException(
                    "its shape has " + shape.size() + " dimensions, at most " + MOST_DIMENSIONS + " are legal");
        }
        long bytes = type.bytes();
        try {
            for (long dimension : shape) {
                if (dimension < 0) {
                    throw new InvalidInputException("its shape " + tuple(shape) + " has a negative dimension");
                }
                // A zero is left out, as numpy does: the size of a row must be a number too.
                bytes = Math.multiplyExact(bytes, Math.max(dimension, 1));
            }
        } catch (ArithmeticException e) {
            throw new InvalidInputException(
                    "its shape " + tuple(shape) + " of " + type.description() + " is more than 2^63 bytes");
        }
    }

    /** As the constructor. */
    public static NpyHeader of(NpyType type, long... shape) {
        return new NpyHeader(type, LongStream.of(shape).boxed().toList());
    }

    /** {@return the bytes of the data} */
    public long bytes() {
        return rows() * rowBytes();
    }

    /** {@return the elements of the data} */
    public long elements() {
        return bytes() / type.bytes();
    }

    /** {@return the first dimension; 1 for a single number} */
    public long rows() {
        return shape.isEmpty() ? 1 : shape.get(0);
    }

    /** {@return the bytes of one index of the first dimension} */
    public long rowBytes() {
        return shape.stream().skip(1).reduce((long) type.bytes(), (a, b) -> a * b);
    }

    /** {@return the same with another first dimension; there must be one} */
    NpyHeader withRows(long rows) {
        List<Long> changed = Arrays.asList(shape.toArray(Long[]::new));
        changed.set(0, rows);
        return new NpyHeader(type, changed);
    }

    /**
     * Refuses an array that is not as it should be.
     *
     * @param wantedType what the elements should be
     * @param wantedShape the dimensions, {@link #ANY} for those that may be any
     * @throws CodeVarException if it is another
     */
    public void check(NpyType wantedType, long... wantedShape) {
        boolean same = type == wantedType && shape.size() == wantedShape.length;
        for (int i = 0; same && i < wantedShape.length; i++) {
            same = wantedShape[i] == ANY || wantedShape[i] == shape.get(i);
        }
        if (!same) {
            throw new BrokenFileException("it is " + this + ", wanted is " + wantedType.description() + " "
                    + tuple(LongStream.of(wantedShape).boxed().toList()).replace("-1", "any"));
        }
    }

    /** {@return type and shape, such as {@code |u1 (50000, 256, 256, 3)}} */
    @Override
    public String toString() {
        return type.description() + " " + tuple(shape);
    }

    /**
     * A header that was read.
     *
     * @param order how the data lie that follow it
     * @param bytes how long it is
     */
    record Found(NpyHeader header, NpyOrder order, int bytes) {}

    /**
     * Reads a header; the data are next.
     *
     * @param in an npy file's beginning, of format 1, 2 or 3
     * @throws CodeVarException in one line, if there is none, or of an array that this package does not read
     */
    static Found find(InputStream in) throws IOException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            throw new BrokenFileException("it does not begin as an npy file does");
        }
        byte[] version = exactly(in, 2);
        if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
            throw new BrokenFileException(
                    "npy format " + (version[0] & 0xFF) + "." + (version[1] & 0xFF) + " (legal: 1.0, 2.0, 3.0)");
        }
        byte[] length = exactly(in, version[0] == 1 ? Short.BYTES : Integer.BYTES);
        long bytes = Integer.toUnsignedLong(ByteBuffer.wrap(Arrays.copyOf(length, Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt());
        if (bytes > LONGEST) {
            throw new BrokenFileException("its header of " + bytes + " bytes is longer than " + LONGEST);
        }
        try {
            // The third format's is UTF-8, but whatever is not ASCII is refused.
            NpyDictionary.Parsed parsed = NpyDictionary.parse(new String(exactly(in, (int) bytes), ISO_8859_1));
            return new Found(
                    parsed.header(), parsed.order(), MAGIC.length + version.length + length.length + (int) bytes);
        } catch (InvalidInputException e) {
            throw new BrokenFileException(OneLine.reason(e), e);
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new BrokenFileException("it ends within its header");
        }
        return bytes;
    }

    /** {@return the header as numpy writes it, to the byte; as long for any first dimension} */
    public byte[] toBytes() {
        String dictionary =
                "{'descr': '" + type.description() + "', 'fortran_order': False, 'shape': " + tuple(shape) + ", }";
        int growth = shape.isEmpty()
                ? 0
                : FIRST_DIMENSION_DIGITS - shape.get(0).toString().length();
        int prefix = MAGIC.length + 2 + 2;
        int used = prefix + dictionary.length() + growth + 1;
        // A header that would just fit gets a whole 64 spaces more.
        int total = (used / ALIGNMENT + 1) * ALIGNMENT;
        byte[] bytes = new byte[total];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (total - prefix))
                .put(dictionary.getBytes(ISO_8859_1));
        bytes[total - 1] = '\n';
        return bytes;
    }

    /** {@return the numbers as Python writes a tuple} */
    private static String tuple(List<Long> numbers) {
        return numbers.size() == 1
                ? "(" + numbers.get(0) + ",)"
                : numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
