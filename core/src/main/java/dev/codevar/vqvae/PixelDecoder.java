package dev.codevar.vqvae;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.GroupNorm;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The VQGAN decoder: a latent picture to a picture. */
final class PixelDecoder {
    private final List<Layer> layers = new ArrayList<>();
    private final GroupNorm normOut;
    private final Conv2d convOut;

    PixelDecoder(Weights weights, VqVaeConfig config, Compute compute, Owner owner) {
        int in = config.lowestWidth();
        layers.add(Conv2d.same(weights.under("conv_in."), config.channels(), in, 3, compute, owner)::apply);
        layers.addAll(Middle.layers(weights.under("mid."), config, compute, owner));
        int lowest = config.multipliers().size() - 1;
        for (int level = lowest; level >= 0; level--) {
            Weights up = weights.under("up." + level + ".");
            for (int block = 0; block <= config.residualBlocks(); block++) {
                layers.add(
                        new ResidualBlock(up.under("block." + block + "."), in, config.width(level), compute, owner));
                in = config.width(level);
                if (level == lowest && config.attentionLowest()) {
                    layers.add(new SpatialAttention(up.under("attn." + block + "."), in, compute, owner));
                }
            }
            if (level != 0) {
                Conv2d smooth = Conv2d.same(up.under("upsample.conv."), in, in, 3, compute, owner);
                layers.add(x_BChw -> smooth.apply(Resample.doubled(x_BChw)));
            }
        }
        normOut = new GroupNorm(weights.under("norm_out."), in, compute, owner);
        convOut = Conv2d.same(weights.under("conv_out."), in, 3, 3, compute, owner);
    }

    /**
     * @param f_BEPP latent pictures, in the layout of its {@link Compute}
     * @return pictures (B, 3, height, width), about [−1, 1]
     */
    Tensor apply(Tensor f_BEPP) {
        Tensor h = layers.get(0).apply(f_BEPP);
        for (Layer layer : layers.subList(1, layers.size())) {
            h = Scoped.next(h, layer::apply);
        }
        return convOut.apply(normOut.applySilu(h));
    }
}
