package dev.codevar.nn;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's matrix product with a weight packed once, reached through libtorch's dispatcher. Beside being the fastest product
 * on a processor, it gives a row the same bits whatever other rows stand beside it: the exactness of batches rests on that
 * (see {@code LinearTest}).
 */
final class OneDnn {
    /** Null where this build of libtorch has no oneDNN, as on arm64. */
    private static final @Nullable OneDnn INSTANCE = find();

    private final OperatorHandle pack;
    private final OperatorHandle linear;
    private final IValue none = new IValue();
    private final IValue noScalars;
    private final IValue identity = new IValue("none");
    private final IValue gelu = new IValue("gelu");
    private final IValue tanh = new IValue("tanh");

    private OneDnn(OperatorHandle pack, OperatorHandle linear) {
        this.pack = pack;
        this.linear = linear;
        // Scalar?[]: an empty list must carry the element type of the schema's own argument.
        this.noScalars = new IValue(new GenericList(
                linear.schema().arguments().getPointer(4).type().get().containedType(0)));
    }

    static @Nullable OneDnn instance() {
        return INSTANCE;
    }

    private static @Nullable OneDnn find() {
        // Deliberately outside every scope: operators and their constant arguments live as long as the process.
        try (PointerScope keep = new PointerScope()) {
            OperatorHandle pack = Dispatcher.singleton().findSchemaOrThrow("mkldnn::_reorder_linear_weight", "");
            OperatorHandle linear = Dispatcher.singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", "");
            OneDnn found = new OneDnn(pack, linear);
            keep.extend();
            return found;
        } catch (RuntimeException noSuchOperator) {
            return null;
        }
    }

    /** {@return the weight (out, in) in the layout that {@link #linear} reads fastest} */
    Tensor pack(Tensor weight_OI) {
        return call(pack, new IValue(weight_OI), none);
    }

    /**
     * @param x_rI rows (..., in)
     * @param packed what {@link #pack} made
     * @param bias_O the bias (out), or null
     * @param withGelu whether GELU in its tanh form is applied to the result
     * @return (..., out)
     */
    Tensor linear(Tensor x_rI, Tensor packed, @Nullable Tensor bias_O, boolean withGelu) {
        IValue bias = bias_O == null ? none : new IValue(bias_O);
        return call(
                linear,
                new IValue(x_rI),
                new IValue(packed),
                bias,
                withGelu ? gelu : identity,
                noScalars,
                withGelu ? tanh : none);
    }

    private static Tensor call(OperatorHandle operator, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        operator.callBoxed(stack);
        // toTensor() refers into the stack, which dies with the scope; the copy is a handle of its own on the same
        // numbers.
        return new Tensor(stack.get(0).toTensor());
    }
}
