package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number formats that a checkpoint may hold, and their names in the formats and in libtorch. */
public enum StoredType {
    FLOAT32(4, "F32", "FloatStorage", ScalarType.Float, Kind.FLOATING),
    FLOAT16(2, "F16", "HalfStorage", ScalarType.Half, Kind.FLOATING),
    BFLOAT16(2, "BF16", "BFloat16Storage", ScalarType.BFloat16, Kind.FLOATING),
    FLOAT64(8, "F64", "DoubleStorage", ScalarType.Double, Kind.FLOATING),
    INT64(8, "I64", "LongStorage", ScalarType.Long, Kind.INTEGER),
    INT32(4, "I32", "IntStorage", ScalarType.Int, Kind.INTEGER),
    INT16(2, "I16", "ShortStorage", ScalarType.Short, Kind.INTEGER),
    INT8(1, "I8", "CharStorage", ScalarType.Char, Kind.INTEGER),
    UINT8(1, "U8", "ByteStorage", ScalarType.Byte, Kind.INTEGER),
    BOOL(1, "BOOL", "BoolStorage", ScalarType.Bool, Kind.BOOLEAN);

    private enum Kind {
        FLOATING,
        INTEGER,
        BOOLEAN
    }

    private final int byteSize;
    private final String safetensorsName;
    private final String storageName;
    private final ScalarType scalarType;
    private final Kind kind;

    StoredType(int byteSize, String safetensorsName, String storageName, ScalarType scalarType, Kind kind) {
        this.byteSize = byteSize;
        this.safetensorsName = safetensorsName;
        this.storageName = storageName;
        this.scalarType = scalarType;
        this.kind = kind;
    }

    /** {@return bytes of one element} */
    public int byteSize() {
        return byteSize;
    }

    /** {@return the name in a safetensors header, such as {@code F32}} */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** {@return the class in module {@code torch} whose storages hold this type, such as {@code FloatStorage}} */
    String storageName() {
        return storageName;
    }

    /**
     * Finds a type by the class of its storages.
     *
     * @param path a name such as {@code torch.FloatStorage}
     * @return the type; empty if there is none
     */
    static Optional<StoredType> ofStorage(String path) {
        return Arrays.stream(values())
                .filter(type -> path.equals("torch." + type.storageName))
                .findFirst();
    }

    /** {@return libtorch's name of this type} */
    public ScalarType scalarType() {
        return scalarType;
    }

    /** {@return whether values of this type are floating-point numbers} */
    public boolean floating() {
        return kind == Kind.FLOATING;
    }

    /** {@return whether values of this type may be read as {@code target}: floating as floating, integers as integers} */
    public boolean readableAs(StoredType target) {
        return kind == target.kind;
    }

    /** {@return the name that people know, such as {@code float32}} */
    public String describe() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a type by its name in a safetensors header.
     *
     * @param name a dtype
     * @return the type
     * @throws CodeVarException naming the legal ones, if there is none
     */
    public static StoredType ofSafetensors(String name) {
        for (StoredType type : values()) {
            if (type.safetensorsName.equals(name)) {
                return type;
            }
        }
        String legal = Arrays.stream(values()).map(StoredType::safetensorsName).collect(Collectors.joining(", "));
        throw new BrokenFileException("dtype " + OneLine.quote(name) + " is not supported; legal: " + legal);
    }

    /**
     * Finds a type by libtorch's name.
     *
     * @param scalarType libtorch's type
     * @return the type
     * @throws CodeVarException naming the legal ones, if there is none
     */
    public static StoredType of(ScalarType scalarType) {
        for (StoredType type : values()) {
            // By value: every call into libtorch makes an enum object of its own.
            if (type.scalarType.value == scalarType.value) {
                return type;
            }
        }
        String legal = Arrays.stream(values()).map(StoredType::describe).collect(Collectors.joining(", "));
        throw new CodeVarException("tensors of type " + scalarType + " are not supported; legal: " + legal);
    }
}
