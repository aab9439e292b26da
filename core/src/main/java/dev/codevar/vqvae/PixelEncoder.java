package dev.codevar.vqvae;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.GroupNorm;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongArrayRef;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The VQGAN encoder: a picture to its latent picture. */
final class PixelEncoder {
    private final List<Layer> layers = new ArrayList<>();
    private final GroupNorm normOut;
    private final Conv2d convOut;

    PixelEncoder(Weights weights, VqVaeConfig config, Compute compute, Owner owner) {
        layers.add(Conv2d.same(weights.under("conv_in."), 3, config.width(), 3, compute, owner)::apply);
        int levels = config.multipliers().size();
        int in = config.width();
        for (int level = 0; level < levels; level++) {
            Weights down = weights.under("down." + level + ".");
            boolean lowest = level == levels - 1;
            for (int block = 0; block < config.residualBlocks(); block++) {
                layers.add(
                        new ResidualBlock(down.under("block." + block + "."), in, config.width(level), compute, owner));
                in = config.width(level);
                if (lowest && config.attentionLowest()) {
                    layers.add(new SpatialAttention(down.under("attn." + block + "."), in, compute, owner));
                }
            }
            if (!lowest) {
                Conv2d halve = Conv2d.halving(down.under("downsample.conv."), in, in, 3, compute, owner);
                LongArrayRef oneRightOneBelow = owner.own(new LongArrayRef(owner.own(new LongVector(0, 1, 0, 1))));
                layers.add(x_BChw -> halve.apply(torch.constant_pad_nd(x_BChw, oneRightOneBelow)));
            }
        }
        layers.addAll(Middle.layers(weights.under("mid."), config, compute, owner));
        normOut = new GroupNorm(weights.under("norm_out."), in, compute, owner);
        convOut = Conv2d.same(weights.under("conv_out."), in, config.channels(), 3, compute, owner);
    }

    /**
     * @param x_B3hw pictures in [−1, 1], in the layout of its {@link Compute}
     * @return (B, E, P, P)
     */
    Tensor apply(Tensor x_B3hw) {
        Tensor h = layers.get(0).apply(x_B3hw);
        for (Layer layer : layers.subList(1, layers.size())) {
            h = Scoped.next(h, layer::apply);
        }
        return convOut.apply(normOut.applySilu(h));
    }
}
