package dev.codevar.vqvae;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Conv2d;
import dev.codevar.nn.GroupNorm;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Layout;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Attention with a single head between all places of a map, added to the map. */
public final class SpatialAttention implements Layer {
    private final int width;
    private final Layout layout;
    private final ScalarType type;
    private final ScalarType attentionType;
    private final GroupNorm norm;
    private final Conv2d qkv;
    private final Conv2d projection;

    /**
     * @param weights holds weight and bias of {@code norm} (C), {@code qkv} (3C, C, 1, 1) and {@code proj_out} (C, C, 1, 1)
     * @param width C, the channels of a map, a multiple of 32
     * @param compute where and how finely to compute
     * @param owner keeps the weights
     */
    public SpatialAttention(Weights weights, int width, Compute compute, Owner owner) {
        this.width = width;
        layout = compute.layout();
        type = compute.type();
        attentionType = compute.attentionType();
        norm = new GroupNorm(weights.under("norm."), width, compute, owner);
        qkv = Conv2d.same(weights.under("qkv."), width, 3 * width, 1, compute, owner);
        projection = Conv2d.same(weights.under("proj_out."), width, width, 1, compute, owner);
    }

    /** {@return what computes attention itself} */
    public Kernel kernel() {
        return new Kernel(Kernel.LIBTORCH, "the only one here for one wide head");
    }

    /**
     * @param x_BChw maps in the layer's layout
     * @return likewise
     */
    @Override
    public Tensor apply(Tensor x_BChw) {
        return Scoped.result(() -> {
            long B = x_BChw.size(0);
            long h = x_BChw.size(2);
            long w = x_BChw.size(3);
            // Channels-last memory is (B, h, w, 3C) in order, so this is a view there.
            Tensor qkv_B1n3C = qkv.apply(norm.apply(x_BChw))
                    .permute(0, 2, 3, 1)
                    .reshape(B, 1, h * w, 3L * width)
                    .to(attentionType);
            Tensor attended_B1nC = torch.scaled_dot_product_attention(
                    qkv_B1n3C.narrow(3, 0, width),
                    qkv_B1n3C.narrow(3, width, width),
                    qkv_B1n3C.narrow(3, 2L * width, width),
                    new TensorOptional(),
                    0,
                    false,
                    new DoubleOptional(1 / Math.sqrt(width)),
                    false);
            Tensor attended_BChw =
                    attended_B1nC.to(type).reshape(B, h, w, width).permute(0, 3, 1, 2);
            return projection.apply(layout.of(attended_BChw)).add_(x_BChw);
        });
    }
}
