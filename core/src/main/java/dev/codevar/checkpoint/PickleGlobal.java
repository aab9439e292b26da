package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The only functions that a pickle may name and call. They build data; everything else is refused by its name before anything
 * happens.
 */
enum PickleGlobal {
    ORDERED_DICT("collections.OrderedDict", 0, 0),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2", 6, 7),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter", 3, 3);

    private static final Map<String, Object> LEGAL = new HashMap<>();

    static {
        for (PickleGlobal global : values()) {
            LEGAL.put(global.path, global);
        }
        for (StoredType type : StoredType.values()) {
            LEGAL.put("torch." + type.storageName(), type);
        }
    }

    private final String path;
    private final int fewest;
    private final int most;

    PickleGlobal(String path, int fewest, int most) {
        this.path = path;
        this.fewest = fewest;
        this.most = most;
    }

    /** {@return a {@link PickleGlobal}, or the {@link StoredType} of a storage class; anything else is refused} */
    static Object named(String module, String name) {
        Object global = LEGAL.get(module + "." + name);
        if (global == null) {
            throw new BrokenFileException("its pickle asks for " + OneLine.quote(module + "." + name)
                    + ", which a state_dict of tensors does not need; refused, nothing was run");
        }
        return global;
    }

    /** {@return what the call builds; gradient flags and hooks are ignored} */
    Object call(@Nullable Object[] arguments) {
        if (arguments.length < fewest || arguments.length > most) {
            throw new BrokenFileException("its pickle calls " + path + " with " + arguments.length + " arguments");
        }
        return switch (this) {
            case ORDERED_DICT -> new LinkedHashMap<>();
            case REBUILD_TENSOR -> tensor(arguments);
            case REBUILD_PARAMETER -> cast(PickledTensor.class, arguments[0]);
        };
    }

    private static PickledTensor tensor(@Nullable Object[] arguments) {
        // The seventh argument marks lazily negated or conjugated tensors.
        if (arguments.length == 7 && arguments[6] != null && !Map.of().equals(arguments[6])) {
            throw new BrokenFileException("its pickle holds a negated or conjugated view; save a plain copy");
        }
        return new PickledTensor(
                cast(PickledTensor.Storage.class, arguments[0]),
                integer(arguments[1]),
                integers(arguments[2]),
                integers(arguments[3]));
    }

    private static List<Long> integers(@Nullable Object tuple) {
        @Nullable Object[] values = cast(Object[].class, tuple);
        if (values.length > TensorInfo.MAX_RANK) {
            throw new BrokenFileException("its pickle holds a tensor of " + values.length
                    + " dimensions (legal: at most " + TensorInfo.MAX_RANK + ")");
        }
        List<Long> integers = new ArrayList<>();
        for (Object value : values) {
            integers.add(integer(value));
        }
        return integers;
    }

    /** {@return an integer of the pickle; {@link CodeVarException} if it is something else, negative or beyond 63 bits} */
    static long integer(@Nullable Object value) {
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
            return ((Number) value).longValue();
        }
        throw new BrokenFileException("its pickle holds " + kind(value) + " where a size of at least 0 belongs");
    }

    /** {@return the value; {@link CodeVarException} if it is of another kind} */
    static <T> T cast(Class<T> type, @Nullable Object value) {
        if (!type.isInstance(value)) {
            throw new BrokenFileException(
                    "its pickle holds " + kind(value) + " where " + type.getSimpleName() + " belongs");
        }
        return type.cast(value);
    }

    /** {@return what sort of value it is; never its content, which may be endless} */
    static String kind(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return "the number " + value;
        }
        return value == null ? "None" : "a value of type " + value.getClass().getSimpleName();
    }
}
