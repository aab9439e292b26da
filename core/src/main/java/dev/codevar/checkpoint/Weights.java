package dev.codevar.checkpoint;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Strict consumer of a source of tensors: everything asked for must be there, with exactly this shape and finite values, and
 * everything there must be asked for. One thread at a time.
 */
public final class Weights {
    private static final long TRIM_EVERY = 64L << 20;

    private final TensorSource source;
    private final ScalarType type;
    private final String prefix;
    private final Progress progress;

    /** What was taken so far, under all prefixes. */
    private static final class Progress {
        final Set<String> asked = new HashSet<>();
        long bytes;
    }

    /**
     * @param source where the tensors come from; stays the caller's
     * @param type what {@link #take(String, long...)} converts to
     */
    public Weights(TensorSource source, ScalarType type) {
        this(source, type, "", new Progress());
    }

    private Weights(TensorSource source, ScalarType type, String prefix, Progress progress) {
        this.source = source;
        this.type = type;
        this.prefix = prefix;
        this.progress = progress;
    }

    /**
     * Looks at a part of the names.
     *
     * @param prefix put before every name, such as {@code "blocks.3."}; adds to this view's own
     * @return a view that shares this one's bookkeeping
     */
    public Weights under(String prefix) {
        return new Weights(source, type, this.prefix + prefix, progress);
    }

    /**
     * As {@link #take(String, ScalarType, long...)}, converted to the type given at construction.
     *
     * @param name the name without this view's prefix
     * @param shape the exact sizes, outermost first; none for a scalar
     * @return a fresh CPU tensor in the innermost PointerScope
     */
    public Tensor take(String name, long... shape) {
        return take(name, type, shape);
    }

    /**
     * Loads a tensor. It may be taken more than once.
     *
     * @param name the name without this view's prefix
     * @param type what to convert to
     * @param shape the exact sizes, outermost first; none for a scalar
     * @return a fresh CPU tensor in the innermost PointerScope
     * @throws CodeVarException naming source and tensor, if it is missing, has another shape, cannot be converted, or has
     *     values that are not finite in {@code type}
     */
    public Tensor take(String name, ScalarType type, long... shape) {
        String full = prefix + name;
        List<Long> expected = Arrays.stream(shape).boxed().toList();
        TensorInfo info = source.tensors().get(full);
        if (info == null) {
            throw new BrokenFileException(source.describe() + ": tensor " + OneLine.quote(full)
                    + " is missing (expected shape " + expected + ")");
        }
        if (!info.shape().equals(expected)) {
            throw new BrokenFileException(source.describe() + ": tensor " + OneLine.quote(full) + " has shape "
                    + info.shape() + ", expected " + expected);
        }
        progress.asked.add(full);
        Tensor tensor = source.load(full, type);
        trimAfter(tensor.nbytes());
        StoredType target = StoredType.of(type);
        if (target.floating() && !finite(tensor)) {
            throw new BrokenFileException(
                    source.describe() + ": tensor " + OneLine.quote(full) + " has values that are not finite in "
                            + target.describe() + " (stored as " + info.describe() + ")");
        }
        return tensor;
    }

    /**
     * Says that a tensor is known and of no use. It need not be there.
     *
     * @param name the name without this view's prefix
     */
    public void skip(String name) {
        progress.asked.add(prefix + name);
    }

    /** {@return whether there is such a tensor; asking does not count as taking it} */
    public boolean has(String name) {
        return source.tensors().containsKey(prefix + name);
    }

    /**
     * Checks that nothing is left, under any prefix.
     *
     * @throws CodeVarException naming the first few tensors that nobody took or skipped, and how many there are
     */
    public void finish() {
        List<String> left = source.tensors().keySet().stream()
                .filter(name -> !progress.asked.contains(name))
                .toList();
        if (!left.isEmpty()) {
            throw new BrokenFileException(source.describe() + ": " + left.size() + " of "
                    + source.tensors().size() + " tensors are not part of this model: " + OneLine.some(left));
        }
    }

    /** What is made of the tensors leaves holes, which the allocator would keep until all are read: half as much again, for some models. */
    private void trimAfter(long bytes) {
        progress.bytes += bytes;
        if (progress.bytes > TRIM_EVERY) {
            progress.bytes = 0;
            HostMemory.trim();
        }
    }

    /** By the two extremes, through which NaN passes too: no temporary as large as the tensor is needed. */
    private static boolean finite(Tensor tensor) {
        return tensor.numel() == 0
                || Scoped.value(() -> {
                    T_TensorTensor_T extremes = tensor.aminmax();
                    return Double.isFinite(extremes.get0().item_double())
                            && Double.isFinite(extremes.get1().item_double());
                });
    }
}
