package dev.codevar.nn;

import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's matrix product with a weight packed once. Beside being the fastest product on a processor, it gives a row the same
 * bits whatever other rows stand beside it: the exactness of batches rests on that (see {@code LinearTest}).
 */
final class OneDnn {
    /** Null where this build of libtorch has no oneDNN, as on arm64. */
    private static final @Nullable OneDnn INSTANCE = find();

    private final Operator pack;
    private final Operator linear;
    private final IValue none = new IValue();
    private final IValue noScalars;
    private final IValue identity = new IValue("none");
    private final IValue gelu = new IValue("gelu");
    private final IValue tanh = new IValue("tanh");

    private OneDnn(Operator pack, Operator linear) {
        this.pack = pack;
        this.linear = linear;
        // Scalar?[]: an empty list must carry the element type of the schema's own argument.
        this.noScalars =
                new IValue(new GenericList(linear.argument(4).type().get().containedType(0)));
    }

    static @Nullable OneDnn instance() {
        return INSTANCE;
    }

    private static @Nullable OneDnn find() {
        Optional<Operator> pack = Operator.find("mkldnn::_reorder_linear_weight");
        Optional<Operator> linear = Operator.find("mkldnn::_linear_pointwise");
        if (pack.isEmpty() || linear.isEmpty()) {
            return null;
        }
        // Outside every other scope: constant arguments live as long as the process.
        try (PointerScope keep = new PointerScope()) {
            OneDnn found = new OneDnn(pack.get(), linear.get());
            keep.extend();
            return found;
        }
    }

    /** {@return the weight (out, in) in the layout that {@link #linear} reads fastest} */
    Tensor pack(Tensor weight_OI) {
        return pack.call(new IValue(weight_OI), none).get(0);
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
        return linear.call(
                        new IValue(x_rI),
                        new IValue(packed),
                        bias,
                        withGelu ? gelu : identity,
                        noScalars,
                        withGelu ? tanh : none)
                .get(0);
    }
}
