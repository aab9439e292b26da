package dev.codevar.model;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Linear;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Linear(SiLU(class embedding)): the layer that turns a class into norms' scales and shifts and into gains. */
final class AdaptiveParameters {
    private final int parts;
    private final int width;
    private final ScalarType type;
    private final Linear linear;

    /**
     * @param weights holds {@code weight} (parts·C, C) and {@code bias} (parts·C)
     * @param parts how many vectors of width C come out: 6 for a block, 2 for the head
     */
    AdaptiveParameters(Weights weights, int parts, int width, Compute compute, Owner owner) {
        this.parts = parts;
        this.width = width;
        type = compute.type();
        linear = Linear.of(weights, width, (long) parts * width, compute, owner);
    }

    /**
     * @param silu_DC SiLU of the class embeddings, float32
     * @return (D, parts, C), float32
     */
    Tensor apply(Tensor silu_DC) {
        return Scoped.result(
                () -> linear.apply(silu_DC.to(type)).to(ScalarType.Float).view(silu_DC.size(0), parts, width));
    }
}
