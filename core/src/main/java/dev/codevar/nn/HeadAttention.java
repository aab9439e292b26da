package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Precision;
import org.bytedeco.pytorch.Tensor;

/**
 * softmax(q·kᵀ)·v, head by head and without a mask, by whatever is fastest for a device and a precision. It keeps what it has set up
 * for one shape for the next call of the same: for one thread, unless it keeps nothing.
 */
public interface HeadAttention extends AutoCloseable {

    /**
     * @param compute where and how finely to compute
     * @return the fastest way there
     */
    static HeadAttention of(Compute compute) {
        FusedAttention fused = new FusedAttention(compute.attentionType());
        return scored(compute)
                ? new AttentionByScores(fused, new ScoredAttention(ScoredAttention.SCORES_TOGETHER))
                : fused;
    }

    /**
     * @param compute where and how finely to compute
     * @param queries the most queries of a row
     * @param keys the most keys that they see
     * @return the most bytes of the processor's memory that it keeps, however many rows and heads there are
     */
    static long keptBytes(Compute compute, long queries, long keys) {
        return scored(compute) ? ScoredAttention.keptBytes(queries, keys) : 0;
    }

    private static boolean scored(Compute compute) {
        return compute.precision() == Precision.BFLOAT16 && Dnnl.computes(compute);
    }

    /**
     * @param q_rHlc queries, of any type
     * @param k_rHec the keys that all of them see, of the type in which the precision keeps them; best where each row's heads lie one
     *     after the other
     * @param v_rHec their values, likewise
     * @return (r, l, H, c), of the precision's type or a finer one
     */
    Tensor apply(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec);

    /** {@return which kernel computes it for so many heads, queries and keys of a row, and why} */
    Kernel kernel(long heads, long queries, long keys);

    /** {@return whether several threads may use it at once} */
    default boolean forManyThreads() {
        return false;
    }

    /** Frees what it keeps. */
    @Override
    void close();
}
