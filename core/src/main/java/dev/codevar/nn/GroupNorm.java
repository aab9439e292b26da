package dev.codevar.nn;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Group normalisation with 32 groups and epsilon 1e-6, as everywhere in the VQ-VAE. */
public final class GroupNorm {
    private static final int GROUPS = 32;
    private static final double EPSILON = 1e-6;

    private final TensorOptional weight;
    private final TensorOptional bias;

    /**
     * @param weights holds {@code weight} and {@code bias} (channels)
     * @param channels a multiple of 32
     * @param compute where and how finely to compute
     * @param owner keeps the weights
     */
    public GroupNorm(Weights weights, int channels, Compute compute, Owner owner) {
        weight = owner.own(new TensorOptional(compute.place(weights.take("weight", channels))));
        bias = owner.own(new TensorOptional(compute.place(weights.take("bias", channels))));
    }

    /** {@return {@code x_BChw} normalised} */
    public Tensor apply(Tensor x_BChw) {
        return torch.group_norm(x_BChw, GROUPS, weight, bias, EPSILON, false);
    }

    /** {@return SiLU of {@code x_BChw} normalised} */
    public Tensor applySilu(Tensor x_BChw) {
        Tensor normed_BChw = apply(x_BChw);
        // A gradient needs what SiLU was given; in place libtorch would copy it first.
        return normed_BChw.requires_grad() ? torch.silu(normed_BChw) : torch.silu_(normed_BChw);
    }
}
