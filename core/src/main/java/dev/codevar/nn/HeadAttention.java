package dev.codevar.nn;

import dev.codevar.tensor.Compute;
import org.bytedeco.pytorch.Tensor;

/**
 * softmax(q·kᵀ)·v, head by head and without a mask, by whatever is fastest for a device and a precision. It keeps what it has set up
 * for one shape for the next call of the same; for one thread.
 */
public interface HeadAttention extends AutoCloseable {

    /**
     * @param compute where and how finely to compute
     * @return the fastest way there
     */
    static HeadAttention of(Compute compute) {
        return ScoredAttention.pays(compute) ? new ScoredAttention() : new FusedAttention(compute.attentionType());
    }

    /**
     * @param q_rHlc queries, of any type
     * @param k_rHec the keys that all of them see, of the precision's type
     * @param v_rHec their values, likewise
     * @return (r, l, H, c), of the precision's type or a finer one
     */
    Tensor apply(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec);

    /** Frees what it keeps. */
    @Override
    void close();
}
