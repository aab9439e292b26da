package dev.codevar.nn;

import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product of the oneDNN that is part of libtorch, with a weight packed once. {@link ProductChoice} says of which weights it
 * gives a row the same bits whatever other rows stand beside it.
 */
final class LibtorchOneDnn {
    /** Null where this build of libtorch has no oneDNN, as on arm64. */
    private static final @Nullable LibtorchOneDnn INSTANCE = find();

    private final Operator pack;
    private final Operator linear;
    private final IValue none = new IValue();
    private final IValue noScalars;
    private final IValue identity = new IValue("none");
    private final IValue gelu = new IValue("gelu");
    private final IValue tanh = new IValue("tanh");

    private LibtorchOneDnn(Operator pack, Operator linear) {
        this.pack = pack;
        this.linear = linear;
        // Scalar?[]: an empty list must carry the element type of the schema's own argument.
        this.noScalars =
                new IValue(new GenericList(linear.argument(4).type().get().containedType(0)));
    }

    static @Nullable LibtorchOneDnn instance() {
        return INSTANCE;
    }

    private static @Nullable LibtorchOneDnn find() {
        Optional<Operator> pack = Operator.find("mkldnn::_reorder_linear_weight");
        Optional<Operator> linear = Operator.find("mkldnn::_linear_pointwise");
        if (pack.isEmpty() || linear.isEmpty()) {
            return null;
        }
        // Outside every other scope: constant arguments live as long as the process.
        try (PointerScope keep = new PointerScope()) {
            LibtorchOneDnn found = new LibtorchOneDnn(pack.get(), linear.get());
            keep.extend();
            return found;
        }
    }

    /** {@return whether it packs weights of this type here} It is tried: it may have been told to use fewer instructions than there are. */
    boolean packs(ScalarType type) {
        return Scoped.value(() -> {
            Tensor one_OI = torch.ones(1, 1).to(type);
            try {
                return !pack.call(new IValue(one_OI), none).isEmpty();
            } catch (RuntimeException refused) {
                return false;
            }
        });
    }

    /**
     * @param placed_OI the weight (out, in)
     * @param bias_O the bias (out), or null
     * @param owner keeps the packed weight
     */
    Product product(Tensor placed_OI, @Nullable Tensor bias_O, Owner owner) {
        Tensor packed = owner.own(
                Scoped.result(() -> pack.call(new IValue(placed_OI), none).get(0)));
        return (x_rI, withGelu) -> linear.call(
                        new IValue(x_rI),
                        new IValue(packed),
                        bias_O == null ? none : new IValue(bias_O),
                        withGelu ? gelu : identity,
                        noScalars,
                        withGelu ? tanh : none)
                .get(0);
    }
}
