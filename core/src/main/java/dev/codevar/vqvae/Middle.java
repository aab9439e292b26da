package dev.codevar.vqvae;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import java.util.ArrayList;
import java.util.List;

/** The layers at the lowest resolution, the same in encoder and decoder: block, attention, block. */
final class Middle {

    private Middle() {}

    static List<Layer> layers(Weights weights, VqVaeConfig config, Compute compute, Owner owner) {
        int width = config.lowestWidth();
        List<Layer> layers = new ArrayList<>();
        layers.add(new ResidualBlock(weights.under("block_1."), width, width, compute, owner));
        if (config.attentionMiddle()) {
            layers.add(new SpatialAttention(weights.under("attn_1."), width, compute, owner));
        }
        layers.add(new ResidualBlock(weights.under("block_2."), width, width, compute, owner));
        return layers;
    }
}
