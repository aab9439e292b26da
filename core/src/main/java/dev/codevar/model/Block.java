package dev.codevar.model;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.FeedForward;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One block: attention and a feed-forward network, each behind an adaptive norm and scaled by a gain. */
final class Block {
    private static final int PARTS = 6;
    private static final int FFN_RATIO = 4;

    private final int index;
    private final AdaptiveSource source;
    private final Attention attention;
    private final FeedForward feedForward;

    /**
     * Where a block's six adaptive vectors (D, 6, C) come from: its own layer on the classes' SiLU (D, C), or an offset to what
     * the shared layer made of that (D, 6, C).
     */
    private interface AdaptiveSource {
        Tensor parameters(Tensor input);
    }

    Block(Weights weights, VarConfig config, int index, Compute compute, Owner owner) {
        this.index = index;
        int width = config.width();
        source = config.sharedAdaLn()
                ? withSharedLayer(weights, width, compute, owner)
                : withOwnLayer(weights, width, compute, owner);
        attention = new Attention(weights.under("attn."), config, index, compute, owner);
        feedForward = FeedForward.of(weights.under("ffn."), width, (long) FFN_RATIO * width, compute, owner);
    }

    /** {@return which block it is, from 0} */
    int index() {
        return index;
    }

    private static AdaptiveSource withOwnLayer(Weights weights, int width, Compute compute, Owner owner) {
        AdaptiveParameters layer = new AdaptiveParameters(weights.under("ada_lin.1."), PARTS, width, compute, owner);
        return layer::apply;
    }

    private static AdaptiveSource withSharedLayer(Weights weights, int width, Compute compute, Owner owner) {
        Tensor offset_16C = owner.own(compute.place(
                weights.take("ada_gss", ScalarType.Float, 1, 1, PARTS, width).view(1, PARTS, width), ScalarType.Float));
        return shared_D6C -> shared_D6C.add(offset_16C);
    }

    /**
     * @param adaptive SiLU of the distinct classes' embeddings (D, C), or what the shared layer made of it (D, 6, C); float32
     * @param owner keeps the result
     */
    Conditioning.OfBlock condition(Tensor adaptive, Compute compute, Owner owner) {
        Tensor parameters_D6C = source.parameters(adaptive);
        return new Conditioning.OfBlock(
                new AdaptiveNorm(parameters_D6C.select(1, 2), parameters_D6C.select(1, 4), compute, owner),
                new AdaptiveNorm(parameters_D6C.select(1, 3), parameters_D6C.select(1, 5), compute, owner),
                owner.own(parameters_D6C.narrow(1, 0, 1).contiguous()),
                owner.own(parameters_D6C.narrow(1, 1, 1).contiguous()));
    }

    /**
     * Adds the block's two contributions to {@code x} in place.
     *
     * @param x_rlC the tokens of r rows, of the scales in {@code range}, float32
     * @param firstRow which row of the batch is the first of them
     * @param condition what the rows' classes mean to this block
     * @param watch told of what the block's large layers make
     */
    void apply(
            Tensor x_rlC,
            int firstRow,
            Conditioning.OfRows condition,
            ScaleRange range,
            KvCache cache,
            LayerWatch watch) {
        Scoped.value(() -> {
            Tensor normed_rlC = condition.attentionNorm(x_rlC);
            Tensor attended_rlC = attention.apply(normed_rlC, firstRow, range, cache, watch);
            return x_rlC.addcmul_(attended_rlC.to(ScalarType.Float), condition.attentionGain_r1C());
        });
        Scoped.value(() -> {
            Tensor normed_rlC = condition.ffnNorm(x_rlC);
            Tensor added_rlC = fed(normed_rlC, watch);
            return x_rlC.addcmul_(added_rlC.to(ScalarType.Float), condition.ffnGain_r1C());
        });
    }

    private Tensor fed(Tensor x_rlC, LayerWatch watch) {
        if (watch == LayerWatch.NOBODY) {
            return feedForward.apply(x_rlC);
        }
        Tensor hidden_rlh = feedForward.hidden(x_rlC);
        watch.multiplied(index, LargeLayer.FC1, x_rlC, hidden_rlh);
        Tensor y_rlC = feedForward.ofHidden(hidden_rlh);
        watch.multiplied(index, LargeLayer.FC2, hidden_rlh, y_rlC);
        return y_rlC;
    }

    /** {@return what one large layer by itself makes of rows (..., in)} */
    Tensor multiply(LargeLayer layer, Tensor x_rI) {
        return switch (layer) {
            case QKV -> attention.qkv(x_rI);
            case PROJ -> attention.projected(x_rI);
            case FC1 -> feedForward.hidden(x_rI);
            case FC2 -> feedForward.ofHidden(x_rI);
        };
    }
}
