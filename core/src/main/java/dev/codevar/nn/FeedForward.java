package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Two linear layers with GELU(tanh) between them: what the first hands to the second is their own affair. */
public final class FeedForward {
    /** In 8 bits so few rows a thread go through both layers that what lies between them, float32, stays in the thread's own cache. */
    private static final int ROWS_TOGETHER_A_THREAD = 64;

    private final Part fc1;
    private final Part fc2;
    private final boolean inEightBits;

    /** A layer as the other one takes it: in 8 bits what lies between them is above GELU by {@link EightBitProduct#RAISE}. */
    private record Part(UnaryOperator<Tensor> product, Kernel kernel) {}

    private FeedForward(Part fc1, Part fc2, boolean inEightBits) {
        this.fc1 = fc1;
        this.fc2 = fc2;
        this.inEightBits = inEightBits;
    }

    /**
     * @param weights holds {@code fc1.weight} (hidden, width), {@code fc2.weight} (width, hidden), and their biases
     * @param compute where and how finely to multiply
     * @param owner keeps the layers' weights
     * @return both layers
     */
    public static FeedForward of(Weights weights, long width, long hidden, Compute compute, Owner owner) {
        if (compute.precision() == Precision.INT8) {
            return inEightBits(weights, width, hidden, owner);
        }
        Linear fc1 = Linear.of(weights.under("fc1."), width, hidden, compute, owner);
        Linear fc2 = Linear.of(weights.under("fc2."), hidden, width, compute, owner);
        return new FeedForward(new Part(fc1::applyGelu, fc1.kernel()), new Part(fc2::apply, fc2.kernel()), false);
    }

    private static FeedForward inEightBits(Weights weights, long width, long hidden, Owner owner) {
        EightBitProduct fc1;
        EightBitProduct fc2;
        // One weight after the other, so that the first is let go before the second is read.
        try (PointerScope packing = new PointerScope()) {
            Weights first = weights.under("fc1.");
            fc1 = EightBitProduct.of(first.take("weight", hidden, width), first.take("bias", hidden), owner);
        }
        try (PointerScope packing = new PointerScope()) {
            Weights second = weights.under("fc2.");
            fc2 = EightBitProduct.ofRaisedGelu(second.take("weight", width, hidden), second.take("bias", width), owner);
        }
        return new FeedForward(new Part(fc1::applyRaisedGelu, fc1.kernel()), new Part(fc2::apply, fc2.kernel()), true);
    }

    /**
     * @param x_rC rows (..., width) of the layers' precision
     * @return (..., width), of the layers' precision
     */
    public Tensor apply(Tensor x_rC) {
        return inEightBits ? inSlices(x_rC) : both(x_rC);
    }

    /** {@return how many rows go through both layers at once in 8 bits, with as many threads as there are now; more go in slices} */
    public static long rowsTogether() {
        return (long) ROWS_TOGETHER_A_THREAD * Math.max(2, Libtorch.threads());
    }

    private Tensor both(Tensor x_rC) {
        return fc2.product().apply(fc1.product().apply(x_rC));
    }

    private Tensor inSlices(Tensor x_rC) {
        return Scoped.result(() -> {
            Tensor given_rC = x_rC.reshape(-1, x_rC.size(-1));
            long rows = given_rC.size(0);
            long together = rowsTogether();
            if (rows <= together) {
                return both(given_rC).view(x_rC.sizes());
            }
            Tensor y_rC = torch.empty_like(given_rC);
            for (long first = 0; first < rows; first += together) {
                long begin = first;
                long some = Math.min(together, rows - first);
                Scoped.value(() -> y_rC.narrow(0, begin, some).copy_(both(given_rC.narrow(0, begin, some))));
            }
            return y_rC.view(x_rC.sizes());
        });
    }

    /**
     * The first layer by itself, for measurements.
     *
     * @param x_rC rows (..., width) of the layers' precision
     * @return GELU of (..., hidden), of the layers' precision
     */
    public Tensor hidden(Tensor x_rC) {
        return raised(fc1.product().apply(x_rC), -EightBitProduct.RAISE);
    }

    /**
     * The second layer by itself, for measurements.
     *
     * @param hidden_rh what {@link #hidden} makes (..., hidden)
     * @return (..., width), of the layers' precision
     */
    public Tensor ofHidden(Tensor hidden_rh) {
        return fc2.product().apply(raised(hidden_rh, EightBitProduct.RAISE));
    }

    private Tensor raised(Tensor hidden_rh, double by) {
        return inEightBits ? hidden_rh.add(new Scalar(by)) : hidden_rh;
    }

    /** {@return which kernel multiplies, and why; where each layer has its own, both} */
    public Kernel kernel() {
        Kernel first = fc1.kernel();
        Kernel second = fc2.kernel();
        return first.equals(second)
                ? first
                : new Kernel(first.name() + ", " + second.name(), first.why() + "; " + second.why());
    }
}
