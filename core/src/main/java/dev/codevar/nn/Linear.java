package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * x·Wᵀ + b, on a processor through a weight that is packed once. There a row of the result depends on that row of x alone, bit for
 * bit, however many rows are multiplied at once and on however many threads (docs/EXACTNESS.md says where).
 */
public final class Linear {
    private final Product product;
    private final Kernel kernel;

    private Linear(Product product, Kernel kernel) {
        this.product = product;
        this.kernel = kernel;
    }

    /**
     * @param weights holds {@code weight} (out, in) and {@code bias} (out)
     * @param compute where and how finely to multiply
     * @param owner keeps the layer's weights
     * @return the layer
     */
    public static Linear of(Weights weights, long in, long out, Compute compute, Owner owner) {
        return of(weights, "weight", in, out, weights.take("bias", out), compute, owner);
    }

    /**
     * @param weights holds the weight (out, in)
     * @param name the weight's name
     * @param bias_O the bias (out), on the processor, or null for none
     * @param compute where and how finely to multiply
     * @param owner keeps the layer's weights
     * @return the layer
     */
    public static Linear of(
            Weights weights, String name, long in, long out, @Nullable Tensor bias_O, Compute compute, Owner owner) {
        // Taken inside, so that the plain copy dies as soon as the packed one stands.
        return of(() -> weights.take(name, out, in), bias_O, compute, owner);
    }

    /**
     * @param weight_OI gives the weight (out, in)
     * @param bias_O the bias (out), or null for none
     * @param compute where and how finely to multiply
     * @param owner keeps the layer's weights
     * @return the layer
     */
    public static Linear of(Supplier<Tensor> weight_OI, @Nullable Tensor bias_O, Compute compute, Owner owner) {
        if (compute.precision() == Precision.INT8) {
            return inEightBits(weight_OI, bias_O, owner);
        }
        Tensor bias = bias_O == null ? null : owner.own(compute.place(bias_O));
        try (PointerScope packing = new PointerScope()) {
            Tensor placed_OI = compute.place(weight_OI.get());
            ProductChoice choice = ProductChoice.of(placed_OI, compute);
            return new Linear(choice.product(placed_OI, bias, compute, owner), choice.kernel());
        }
    }

    private static Linear inEightBits(Supplier<Tensor> weight_OI, @Nullable Tensor bias_O, Owner owner) {
        try (PointerScope packing = new PointerScope()) {
            EightBitProduct product = EightBitProduct.of(weight_OI.get(), bias_O, owner);
            return new Linear(
                    (x_rI, withGelu) -> {
                        if (withGelu) {
                            throw new IllegalStateException("in 8 bits GELU lies between joined layers: FeedForward");
                        }
                        return product.apply(x_rI);
                    },
                    product.kernel());
        }
    }

    /**
     * A layer whose result is float32 in every precision, without being rounded to 16 bits on the way where a kernel here can do that
     * (oneDNN's own library).
     *
     * @param weights holds {@code weight} (out, in) and {@code bias} (out)
     * @param compute where and how finely to multiply
     * @param owner keeps the layer's weights
     * @return the layer
     */
    public static Linear toFloat32(Weights weights, long in, long out, Compute compute, Owner owner) {
        Tensor bias = owner.own(compute.place(weights.take("bias", out)));
        try (PointerScope packing = new PointerScope()) {
            Tensor placed_OI = compute.place(weights.take("weight", out, in));
            ProductChoice choice = ProductChoice.toFloat32(placed_OI, compute);
            Product product = choice.product(placed_OI, bias, compute, owner);
            return new Linear((x_rI, withGelu) -> product.apply(x_rI, withGelu).to(ScalarType.Float), choice.kernel());
        }
    }

    /**
     * @param x_rI rows (..., in) of the layer's precision
     * @return (..., out), of the layer's precision unless it was made for float32
     */
    public Tensor apply(Tensor x_rI) {
        return product.apply(x_rI, false);
    }

    /**
     * @param x_rI rows (..., in) of the layer's precision
     * @return GELU(tanh form) of (..., out)
     */
    public Tensor applyGelu(Tensor x_rI) {
        return product.apply(x_rI, true);
    }

    /** {@return which kernel multiplies, and why} */
    public Kernel kernel() {
        return kernel;
    }
}
