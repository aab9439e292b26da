package dev.codevar.checkpoint.pickle;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The only functions that a pickle may call and get something of. They build data. Others that trainings' checkpoints call for their
 * numbers beside the tensors are passed over, and every call of anything else is refused by its name before anything happens.
 */
enum PickleGlobal {
    ORDERED_DICT("collections.OrderedDict", 0, 0),
    DEFAULT_DICT("collections.defaultdict", 0, 1),
    REBUILD_TENSOR("torch._utils._rebuild_tensor_v2", 6, 7),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter", 3, 3);

    private static final Map<String, PickleGlobal> BUILDING =
            Arrays.stream(values()).collect(Collectors.toMap(global -> global.path, Function.identity()));

    /** NumPy's numbers and arrays (their bytes by {@code _codecs}), sets, ranges, paths, sizes, devices: what options and logs hold. */
    private static final Set<String> PASSED_OVER = Set.of(
            "_codecs.encode",
            "numpy.dtype",
            "numpy.core.multiarray.scalar",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray.scalar",
            "numpy._core.multiarray._reconstruct",
            "__builtin__.set",
            "builtins.set",
            "__builtin__.xrange",
            "builtins.range",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "pathlib._local.PosixPath",
            "pathlib._local.WindowsPath",
            "torch.Size",
            "torch.device");

    private final String path;
    private final int fewest;
    private final int most;

    PickleGlobal(String path, int fewest, int most) {
        this.path = path;
        this.fewest = fewest;
        this.most = most;
    }

    /** {@return a function that builds data, or else the mere name} */
    static Object named(String module, String name) {
        String path = module + "." + name;
        PickleGlobal building = BUILDING.get(path);
        return building == null ? new Unbuilt(path) : building;
    }

    /**
     * {@return what the call builds, or a mere name for what is passed over}
     *
     * @param function what is called
     * @param arguments what with
     * @throws CodeVarException naming the function, if it is neither
     */
    static Object call(@Nullable Object function, @Nullable Object[] arguments) {
        if (function instanceof Unbuilt unknown) {
            if (!PASSED_OVER.contains(unknown.name())) {
                throw new BrokenFileException("its pickle asks for " + OneLine.quote(unknown.name())
                        + ", which a state_dict of tensors does not need; refused, nothing was run");
            }
            return new Unbuilt(unknown.name());
        }
        return cast(PickleGlobal.class, function).build(arguments);
    }

    /** Gradient flags, hooks and what a dict takes for missing keys are ignored. */
    private Object build(@Nullable Object[] arguments) {
        if (arguments.length < fewest || arguments.length > most) {
            throw new BrokenFileException("its pickle calls " + path + " with " + arguments.length + " arguments");
        }
        return switch (this) {
            case ORDERED_DICT, DEFAULT_DICT -> new LinkedHashMap<>();
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
        List<Long> integers = new ArrayList<>();
        for (Object value : cast(Object[].class, tuple)) {
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
        } else if (value instanceof Unbuilt unbuilt) {
            return "Python's " + OneLine.quote(unbuilt.name());
        }
        return value == null ? "None" : "a value of type " + value.getClass().getSimpleName();
    }
}
