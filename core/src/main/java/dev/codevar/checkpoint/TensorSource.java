package dev.codevar.checkpoint;

import dev.codevar.fault.CodeVarException;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Named tensors that can be loaded one by one: a checkpoint file, synthetic weights, random weights. */
public interface TensorSource extends AutoCloseable {

    /** {@return the file's name, or what else this is, for messages} */
    String describe();

    /** {@return what there is, by full name, in the order of the source; unmodifiable} */
    Map<String, TensorInfo> tensors();

    /**
     * Loads one tensor.
     *
     * @param name a key of {@link #tensors()}
     * @param type what to convert to: floating-point tensors to floating-point types, integers to integers that hold every
     *     value, booleans to booleans
     * @return a fresh contiguous CPU tensor that owns its memory, in the innermost PointerScope
     * @throws CodeVarException in one line, if there is no such tensor, it cannot be converted, or reading fails
     */
    Tensor load(String name, ScalarType type);

    /** Gives back what loading holds, such as an open file; tensors that were loaded stay. A second call does nothing. */
    @Override
    default void close() {}
}
