package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * x·Wᵀ + b, on a processor through a weight that is packed once. There a row of the result depends on that row of x alone,
 * bit for bit, however many rows are multiplied at once.
 */
public final class Linear {
    private final @Nullable OneDnn oneDnn;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final TensorOptional optionalBias;

    private Linear(@Nullable OneDnn oneDnn, Tensor weight, @Nullable Tensor bias, TensorOptional optionalBias) {
        this.oneDnn = oneDnn;
        this.weight = weight;
        this.bias = bias;
        this.optionalBias = optionalBias;
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
        OneDnn oneDnn = canPack(compute) ? OneDnn.instance() : null;
        Tensor weight = owner.own(Scoped.result(() -> {
            Tensor placed = compute.place(weight_OI.get());
            return oneDnn == null ? placed.contiguous() : oneDnn.pack(placed);
        }));
        Tensor bias = bias_O == null ? null : owner.own(compute.place(bias_O));
        TensorOptional optionalBias = owner.own(bias == null ? new TensorOptional() : new TensorOptional(bias));
        return new Linear(oneDnn, weight, bias, optionalBias);
    }

    /** oneDNN multiplies bfloat16 only where the processor does. */
    private static boolean canPack(Compute compute) {
        return switch (compute.precision()) {
            case FLOAT32 -> !compute.device().cuda();
            case BFLOAT16 -> !compute.device().cuda() && Cpu.multipliesBfloat16();
            case FLOAT16 -> false;
        };
    }

    /**
     * @param x_rI rows (..., in) of the layer's precision
     * @return (..., out)
     */
    public Tensor apply(Tensor x_rI) {
        return oneDnn == null ? torch.linear(x_rI, weight, optionalBias) : oneDnn.linear(x_rI, weight, bias, false);
    }

    /**
     * @param x_rI rows (..., in) of the layer's precision
     * @return GELU(tanh form) of (..., out)
     */
    public Tensor applyGelu(Tensor x_rI) {
        return oneDnn == null
                ? torch.gelu(torch.linear(x_rI, weight, optionalBias), "tanh")
                : oneDnn.linear(x_rI, weight, bias, true);
    }
}
