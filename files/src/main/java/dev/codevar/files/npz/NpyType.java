package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What an array's elements are, little-endian. */
public enum NpyType {
    /** A byte from 0 to 255, such as a pixel's red. */
    UINT8("|u1", 1),
    /** Read, and written only as bytes: Java has no such number. */
    FLOAT16("<f2", 2),
    FLOAT32("<f4", 4),
    FLOAT64("<f8", 8),
    INT32("<i4", 4),
    INT64("<i8", 8);

    private final String description;
    private final int bytes;

    NpyType(String description, int bytes) {
        this.description = description;
        this.bytes = bytes;
    }

    /** {@return numpy's name for it, such as {@code <f4}} */
    public String description() {
        return description;
    }

    /** {@return the bytes of one element} */
    public int bytes() {
        return bytes;
    }

    /** {@return element {@code i} of {@code elements}, which are little-endian, as a double; of INT64 the nearest one} */
    double doubleAt(ByteBuffer elements, int i) {
        return switch (this) {
            case UINT8 -> elements.get(i) & 0xFF;
            case FLOAT16 -> Float16.toFloat(elements.getShort(2 * i));
            case FLOAT32 -> elements.getFloat(4 * i);
            case FLOAT64 -> elements.getDouble(8 * i);
            case INT32 -> elements.getInt(4 * i);
            case INT64 -> elements.getLong(8 * i);
        };
    }

    /**
     * Looks a type up.
     *
     * @param description numpy's name for it, or for the same with the highest byte first, such as {@code >f4}
     * @throws CodeVarException if it is none of these
     */
    static NpyType of(String description) {
        for (NpyType type : values()) {
            if (type.description.equals(description.replace('>', '<'))) {
                return type;
            }
        }
        String legal = Arrays.stream(values()).map(NpyType::description).collect(Collectors.joining(", "));
        throw new BrokenFileException("its elements are "
                + (description.endsWith("O") ? "Python objects, " : "")
                + OneLine.quote(description) + " (legal: " + legal + ")");
    }
}
