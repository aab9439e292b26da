package dev.codevar.vqvae;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.GroupNorm;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Two normalised convolutions beside a shortcut. */
final class ResidualBlock implements Layer {
    private final GroupNorm norm1;
    private final Conv2d conv1;
    private final GroupNorm norm2;
    private final Conv2d conv2;
    private final @Nullable Conv2d shortcut;

    ResidualBlock(Weights weights, int in, int out, Compute compute, Owner owner) {
        norm1 = new GroupNorm(weights.under("norm1."), in, compute, owner);
        conv1 = Conv2d.same(weights.under("conv1."), in, out, 3, compute, owner);
        norm2 = new GroupNorm(weights.under("norm2."), out, compute, owner);
        conv2 = Conv2d.same(weights.under("conv2."), out, out, 3, compute, owner);
        shortcut = in == out ? null : Conv2d.same(weights.under("nin_shortcut."), in, out, 1, compute, owner);
    }

    @Override
    public Tensor apply(Tensor x_BChw) {
        return Scoped.result(() -> {
            Tensor h = conv1.apply(norm1.applySilu(x_BChw));
            h = conv2.apply(norm2.applySilu(h));
            return h.add_(shortcut == null ? x_BChw : shortcut.apply(x_BChw));
        });
    }
}
