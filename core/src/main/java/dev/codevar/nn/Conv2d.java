package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution with a square kernel, in the layout of its {@link Compute}. For inference callers give it one picture at a
 * time: in float32 oneDNN rounds a single picture and a batch differently.
 */
public final class Conv2d {
    private static final long[] UNIT = {1, 1};

    private final Tensor weight;
    private final TensorOptional bias;
    private final long[] stride;
    private final long[] padding;

    private Conv2d(Tensor weight, TensorOptional bias, int stride, int padding) {
        this.weight = weight;
        this.bias = bias;
        this.stride = new long[] {stride, stride};
        this.padding = new long[] {padding, padding};
    }

    /**
     * A convolution that keeps the size of its input: stride 1, half a kernel of zeros around it.
     *
     * @param weights holds {@code weight} (out, in, kernel, kernel) and {@code bias} (out)
     * @param in input channels
     * @param out output channels
     * @param kernel the odd side of the kernel
     * @param compute where and how finely to compute
     * @param owner keeps the weights
     */
    public static Conv2d same(Weights weights, int in, int out, int kernel, Compute compute, Owner owner) {
        return of(weights, in, out, kernel, 1, kernel / 2, compute, owner);
    }

    /**
     * A convolution of stride 2 without padding.
     *
     * @param weights holds {@code weight} (out, in, kernel, kernel) and {@code bias} (out)
     */
    public static Conv2d halving(Weights weights, int in, int out, int kernel, Compute compute, Owner owner) {
        return of(weights, in, out, kernel, 2, 0, compute, owner);
    }

    private static Conv2d of(
            Weights weights, int in, int out, int kernel, int stride, int padding, Compute compute, Owner owner) {
        Tensor weight = owner.own(Scoped.result(
                () -> compute.layout().of(compute.place(weights.take("weight", out, in, kernel, kernel)))));
        TensorOptional bias = owner.own(new TensorOptional(compute.place(weights.take("bias", out))));
        return new Conv2d(weight, bias, stride, padding);
    }

    /**
     * @param x_BChw pictures (B, in, height, width) in the layer's layout
     * @return (B, out, height', width') in the layer's layout
     */
    public Tensor apply(Tensor x_BChw) {
        return torch.conv2d(x_BChw, weight, bias, stride, padding, UNIT, 1);
    }
}
