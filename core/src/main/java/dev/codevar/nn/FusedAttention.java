package dev.codevar.nn;

import dev.codevar.tensor.Kernel;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * libtorch's fused attention. In float32 a row's result has the same bits whatever other rows stand beside it.
 *
 * @param type what to compute in
 */
record FusedAttention(ScalarType type) implements HeadAttention {

    @Override
    public Tensor apply(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec) {
        return torch.scaled_dot_product_attention(
                        q_rHlc.to(type),
                        k_rHec.to(type),
                        v_rHec.to(type),
                        new TensorOptional(),
                        0,
                        false,
                        new DoubleOptional(1.0),
                        false)
                .transpose(1, 2);
    }

    @Override
    public Kernel kernel(long heads, long queries, long keys) {
        return new Kernel("libtorch fused", "fastest in float32, for few scores, and where oneDNN has no bfloat16");
    }

    @Override
    public boolean forManyThreads() {
        return true;
    }

    /** It keeps nothing. */
    @Override
    public void close() {}
}
