package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.util.List;

/**
 * What is known of a tensor without loading it.
 *
 * @param name its full name in the source
 * @param type its stored number format
 * @param shape its sizes, outermost first: each at least 0, at most {@value #MAX_RANK} of them, none for a scalar
 */
public record TensorInfo(String name, StoredType type, List<Long> shape) {
    static final int MAX_RANK = 16;

    /** Copies the shape; {@link CodeVarException} if no such tensor can exist, for example because its bytes exceed 63 bits. */
    public TensorInfo {
        shape = List.copyOf(shape);
        long bytes = shape.size() <= MAX_RANK ? bytes(type, shape) : -1;
        if (bytes < 0) {
            throw new BrokenFileException("tensor " + OneLine.quote(name) + " has an impossible shape of "
                    + shape.size() + " sizes (legal: at most " + MAX_RANK
                    + " sizes of at least 0, and fewer than 2^63 bytes)");
        }
    }

    /** {@return how many elements the tensor has; 1 for a scalar} */
    public long elements() {
        return bytes() / type.byteSize();
    }

    /** {@return bytes of the tensor as stored, without gaps} */
    public long bytes() {
        return bytes(type, shape);
    }

    /** {@return the sizes, outermost first, in a fresh array} */
    public long[] dims() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** {@return type and shape for a message, such as {@code float32 [1920, 7680]}} */
    public String describe() {
        return type.describe() + " " + shape;
    }

    /** The size in bytes, or −1 where a size is negative or the product of those that are not 0 does not fit. */
    private static long bytes(StoredType type, List<Long> shape) {
        long product = type.byteSize();
        boolean empty = false;
        for (long size : shape) {
            empty |= size == 0;
            if (size < 0 || (size > 0 && product > Long.MAX_VALUE / size)) {
                return -1;
            }
            product *= Math.max(size, 1);
        }
        return empty ? 0 : product;
    }
}
