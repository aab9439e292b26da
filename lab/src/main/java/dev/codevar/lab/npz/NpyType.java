package dev.codevar.lab.npz;

import dev.codevar.fault.CodeVarException;
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

    /**
     * Looks a type up.
     *
     * @param description numpy's name for it
     * @throws CodeVarException if it is none of these
     */
    static NpyType of(String description) {
        for (NpyType type : values()) {
            if (type.description.equals(description)) {
                return type;
            }
        }
        String legal = Arrays.stream(values()).map(NpyType::description).collect(Collectors.joining(", "));
        throw new CodeVarException("its elements are "
                + (description.endsWith("O") ? "Python objects, " : "")
                + OneLine.quote(description) + " (legal: " + legal + ")");
    }
}
