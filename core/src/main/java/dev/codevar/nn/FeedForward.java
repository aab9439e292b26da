package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.nn.dnnl.EightBitProduct.Then;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Two linear layers with GELU(tanh) between them: what the first hands to the second is their own affair. */
public final class FeedForward {
    /** In 8 bits so few rows a thread go through both layers that what lies between them, float32, stays in the thread's own cache. */
    private static final int ROWS_TOGETHER_A_THREAD = 64;

    private final UnaryOperator<Tensor> layers;

    private FeedForward(UnaryOperator<Tensor> layers) {
        this.layers = layers;
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
        return new FeedForward(x_rC -> fc2.apply(fc1.applyGelu(x_rC)));
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
        return new FeedForward(x_rC ->
                inSlices(x_rC, width, slice_rC -> fc2.apply(fc1.apply(slice_rC, Then.RAISED_GELU), Then.NOTHING)));
    }

    private static Tensor inSlices(Tensor x_rC, long width, UnaryOperator<Tensor> layers) {
        return Scoped.result(() -> {
            Tensor given_rC = x_rC.reshape(-1, width);
            long rows = given_rC.size(0);
            long together = (long) ROWS_TOGETHER_A_THREAD * Math.max(2, Libtorch.threads());
            if (rows <= together) {
                return layers.apply(given_rC).view(x_rC.sizes());
            }
            Tensor y_rC = torch.empty_like(given_rC);
            for (long first = 0; first < rows; first += together) {
                long begin = first;
                long some = Math.min(together, rows - first);
                Scoped.value(() -> y_rC.narrow(0, begin, some).copy_(layers.apply(given_rC.narrow(0, begin, some))));
            }
            return y_rC.view(x_rC.sizes());
        });
    }

    /**
     * @param x_rC rows (..., width) of the layers' precision
     * @return (..., width), of the layers' precision
     */
    public Tensor apply(Tensor x_rC) {
        return layers.apply(x_rC);
    }
}
