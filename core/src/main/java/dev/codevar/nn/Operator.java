package dev.codevar.nn;

import dev.codevar.tensor.Libtorch;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;

/**
 * One of libtorch's operators that its Java package has no method for, called through libtorch's dispatcher. Gradients flow through
 * it as through any other.
 */
final class Operator {
    private final OperatorHandle handle;

    private Operator(OperatorHandle handle) {
        this.handle = handle;
    }

    /**
     * @param name with its namespace, as {@code aten::relu}
     * @return the operator, which lives as long as the process; empty where this build of libtorch has none of that name
     */
    static Optional<Operator> find(String name) {
        Libtorch.load();
        try (PointerScope keep = new PointerScope()) {
            Operator found = new Operator(Dispatcher.singleton().findSchemaOrThrow(name, ""));
            keep.extend();
            return Optional.of(found);
        } catch (RuntimeException noSuchOperator) {
            return Optional.empty();
        }
    }

    /** {@return what it says of its {@code i}-th argument} */
    Argument argument(long i) {
        return handle.schema().arguments().getPointer(i);
    }

    /**
     * @param arguments all of them, those with defaults too
     * @return its results, which must be tensors
     */
    List<Tensor> call(IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        handle.callBoxed(stack);
        // toTensor() refers into the stack, which dies with the scope; the copy is a handle of its own on the same
        // numbers.
        return LongStream.range(0, stack.size())
                .mapToObj(i -> new Tensor(stack.get(i).toTensor()))
                .toList();
    }
}
