package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Layout;
import dev.codevar.tensor.Owner;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Group normalisation with 32 groups and epsilon 1e-6, as everywhere in the VQ-VAE. */
public final class GroupNorm {
    static final int GROUPS = 32;
    static final double EPSILON = 1e-6;

    /** Below so many pixels libtorch gives each group to one thread; above, channels-last, its sums follow the number of threads. */
    private static final long PIXELS_OF_ONE_THREAD = 1024;

    private final TensorOptional weight;
    private final TensorOptional bias;
    private final boolean channelsLast;
    private final PiecewiseNorm piecewise;

    /**
     * @param weights holds {@code weight} and {@code bias} (channels)
     * @param channels a multiple of 32
     * @param compute where and how finely to compute
     * @param owner keeps the weights
     */
    public GroupNorm(Weights weights, int channels, Compute compute, Owner owner) {
        Tensor weight_C = compute.place(weights.take("weight", channels));
        Tensor bias_C = compute.place(weights.take("bias", channels));
        weight = owner.own(new TensorOptional(weight_C));
        bias = owner.own(new TensorOptional(bias_C));
        channelsLast = compute.layout() == Layout.CHANNELS_LAST;
        piecewise = new PiecewiseNorm(weight_C, bias_C, owner);
    }

    /** {@return {@code x_BChw} normalised} */
    public Tensor apply(Tensor x_BChw) {
        return inPieces(x_BChw) ? piecewise.apply(x_BChw, false) : whole(x_BChw);
    }

    /** {@return SiLU of {@code x_BChw} normalised} */
    public Tensor applySilu(Tensor x_BChw) {
        return inPieces(x_BChw) ? piecewise.apply(x_BChw, true) : Silu.inPlaceOf(whole(x_BChw));
    }

    /** {@return what normalises {@code x_BChw}} */
    public Kernel kernel(Tensor x_BChw) {
        return inPieces(x_BChw)
                ? new Kernel(PiecewiseNorm.NAME, "from 1024 pixels on libtorch's sums follow the threads")
                : new Kernel(Kernel.LIBTORCH, "below 1024 pixels it gives a group to one thread");
    }

    private Tensor whole(Tensor x_BChw) {
        return torch.group_norm(x_BChw, GROUPS, weight, bias, EPSILON, false);
    }

    /** For one picture that is not trained on: as inference has them. */
    private boolean inPieces(Tensor x_BChw) {
        return channelsLast
                && x_BChw.size(0) == 1
                && x_BChw.size(2) * x_BChw.size(3) >= PIXELS_OF_ONE_THREAD
                && !x_BChw.requires_grad()
                && Dnnl.computes(x_BChw);
    }
}
