package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Layout;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution with a square kernel, in the layout of its {@link Compute}. For inference callers give it one picture at a
 * time: in float32 oneDNN rounds a single picture and a batch differently. Of single pixels, channels-last, it is a product of the
 * pixels with the weight: one thread and several round that alike, and convolutions of libtorch's oneDNN differently.
 */
public final class Conv2d {
    private static final long[] UNIT = {1, 1};

    private final UnaryOperator<Tensor> convolution;
    private final Kernel kernel;

    private Conv2d(UnaryOperator<Tensor> convolution, Kernel kernel) {
        this.convolution = convolution;
        this.kernel = kernel;
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
        boolean ofPixels = kernel == 1 && stride == 1 && compute.layout() == Layout.CHANNELS_LAST;
        return ofPixels && !compute.device().cuda()
                ? ofPixels(weights, in, out, compute, owner)
                : ofNeighbours(weights, in, out, kernel, stride, padding, compute, owner);
    }

    private static Conv2d ofPixels(Weights weights, int in, int out, Compute compute, Owner owner) {
        Linear linear = Linear.of(
                () -> weights.take("weight", out, in, 1, 1).view(out, in), weights.take("bias", out), compute, owner);
        return new Conv2d(
                x_BChw -> Scoped.result(
                        () -> linear.apply(Layout.CHANNELS_LAST.of(x_BChw).permute(0, 2, 3, 1))
                                .permute(0, 3, 1, 2)),
                linear.kernel());
    }

    private static Conv2d ofNeighbours(
            Weights weights, int in, int out, int kernel, int stride, int padding, Compute compute, Owner owner) {
        Tensor weight = owner.own(Scoped.result(
                () -> compute.layout().of(compute.place(weights.take("weight", out, in, kernel, kernel)))));
        TensorOptional bias = owner.own(new TensorOptional(compute.place(weights.take("bias", out))));
        long[] steps = {stride, stride};
        long[] zeros = {padding, padding};
        return new Conv2d(
                x_BChw -> torch.conv2d(x_BChw, weight, bias, steps, zeros, UNIT, 1),
                new Kernel(Kernel.LIBTORCH, "the only one here for pixels with their neighbours"));
    }

    /** {@return what computes it} */
    public Kernel kernel() {
        return kernel;
    }

    /**
     * @param x_BChw pictures (B, in, height, width) in the layer's layout
     * @return (B, out, height', width') in the layer's layout
     */
    public Tensor apply(Tensor x_BChw) {
        return convolution.apply(x_BChw);
    }
}
