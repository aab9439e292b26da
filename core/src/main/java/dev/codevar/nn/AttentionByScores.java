package dev.codevar.nn;

import dev.codevar.tensor.Kernel;
import org.bytedeco.pytorch.Tensor;

/**
 * Chooses by how many scores a row has. Decided by a row's shape alone, so that its result is the same whatever other rows stand beside
 * it.
 *
 * @param few starts one kernel: for small models and coarse scales
 * @param many starts three, and is faster where they have enough to do
 */
record AttentionByScores(HeadAttention few, HeadAttention many) implements HeadAttention {
    /** Fewer scores of a row than this are not worth three kernels, nor loading them: small models stay without. */
    private static final long FEW_SCORES = 1 << 16;

    @Override
    public Tensor apply(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec) {
        return chosen(q_rHlc.size(1), q_rHlc.size(2), k_rHec.size(2)).apply(q_rHlc, k_rHec, v_rHec);
    }

    private HeadAttention chosen(long heads, long queries, long keys) {
        boolean enough = heads * queries * keys >= FEW_SCORES;
        return enough && ScoredAttention.computes(queries, keys) ? many : few;
    }

    @Override
    public Kernel kernel(long heads, long queries, long keys) {
        return chosen(heads, queries, keys).kernel(heads, queries, keys);
    }

    @Override
    public void close() {
        few.close();
        many.close();
    }
}
