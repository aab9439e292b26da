package dev.codevar.nn;

import dev.codevar.tensor.Device;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention in bfloat16 as two products of oneDNN and a softmax between them. Scores, which reach 100, stay float32 until the softmax
 * has made probabilities of them.
 *
 * <p>Rows and heads are one dimension here, and every head's tokens one piece of memory. That is no matter of taste. Given rows and heads
 * as two dimensions, oneDNN 3.11 multiplies wrongly where an operand, or the result, lies in memory as (row, head, token, channel) with
 * more heads than are worked on at once, and rows × heads at once equals its heads: every row but the first is wrong then, by as much as
 * the values. On AVX512-BF16 any one of the left operand, the right one and the result does it alone, in both products, whether other tokens
 * lie behind a head's or not; those that lie as (row, token, head, channel) were never seen to. With one such dimension there is nothing to
 * take for another.
 */
final class ScoredAttention implements HeadAttention {
    /** So many scores are worked on at once, unless one head has more: what stays in a processor's last cache. */
    static final long SCORES_TOGETHER = 1 << 22;

    private final long scoresTogether;
    private final Map<Shape, AttentionKernels> kernels = new HashMap<>();
    private final Slab scores = new Slab();
    private final Slab probabilities = new Slab();

    /** All that kernels depend on: heads at once, the length of each operand's head, and the tokens from one head to the next. */
    private record Shape(long heads, long queries, long keys, long channels, long keyStride, long valueStride) {}

    /**
     * @param scoresTogether how many scores are worked on at once, unless one head has more
     */
    ScoredAttention(long scoresTogether) {
        this.scoresTogether = scoresTogether;
    }

    /** {@return whether it computes these sizes} */
    static boolean computes(long queries, long keys) {
        // Where there is one token, oneDNN 3.11 takes it for granted that the next head begins right after it.
        return queries > 1 && keys > 1;
    }

    /** {@return the most bytes that one with the usual number of scores at once keeps of them} */
    static long keptBytes(long queries, long keys) {
        long scores = Math.max(SCORES_TOGETHER, queries * keys);
        return scores * (Precision.FLOAT32.bytes() + Precision.BFLOAT16.bytes());
    }

    /** {@return the bytes that it keeps of them now} */
    long keptBytes() {
        return scores.capacity() + probabilities.capacity();
    }

    @Override
    public Tensor apply(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec) {
        return Scoped.result(() -> {
            Tensor q_hlc = heads(q_rHlc.to(ScalarType.BFloat16));
            Tensor attended_hlc = attend(q_hlc, heads(k_rHec), heads(v_rHec));
            return attended_hlc.view(q_rHlc.sizes()).transpose(1, 2);
        });
    }

    @Override
    public Kernel kernel(long heads, long queries, long keys) {
        return new Kernel("oneDNN by scores", "fastest in bfloat16 from 65536 scores of a row on");
    }

    /** Every head of every row after the other, each in one piece: the same memory if it lies so already, and a copy otherwise. */
    private static Tensor heads(Tensor x_rHlc) {
        Tensor x_hlc = x_rHlc.flatten(0, 1);
        boolean whole = x_hlc.stride(2) == 1 && x_hlc.stride(1) == x_hlc.size(2);
        return whole ? x_hlc : x_hlc.contiguous();
    }

    /** So many heads at once as one head's shape allows, so that how many rows there are decides nothing. */
    private Tensor attend(Tensor q_hlc, Tensor k_hec, Tensor v_hec) {
        Tensor attended_hlc = torch.empty(q_hlc.sizes(), q_hlc.options(), null);
        long heads = q_hlc.size(0);
        long together = Math.max(1, scoresTogether / (q_hlc.size(1) * k_hec.size(1)));
        for (long first = 0; first < heads; first += together) {
            long some = Math.min(together, heads - first);
            attendTogether(
                    q_hlc.narrow(0, first, some),
                    k_hec.narrow(0, first, some),
                    v_hec.narrow(0, first, some),
                    attended_hlc.narrow(0, first, some));
        }
        return attended_hlc;
    }

    private void attendTogether(Tensor q_hlc, Tensor k_hec, Tensor v_hec, Tensor attended_hlc) {
        long[] sizes = {q_hlc.size(0), q_hlc.size(1), k_hec.size(1)};
        AttentionKernels.Operands operands = new AttentionKernels.Operands(
                q_hlc,
                k_hec,
                v_hec,
                lend(scores, Precision.FLOAT32, sizes),
                lend(probabilities, Precision.BFLOAT16, sizes),
                attended_hlc);
        Shape shape = new Shape(sizes[0], sizes[1], sizes[2], q_hlc.size(2), k_hec.stride(0), v_hec.stride(0));
        kernels.computeIfAbsent(shape, missing -> new AttentionKernels(operands))
                .run(operands);
        scores.giveBack();
        probabilities.giveBack();
    }

    private static Tensor lend(Slab slab, Precision precision, long[] sizes) {
        long bytes = LongStream.of(sizes).reduce(precision.bytes(), Math::multiplyExact);
        return slab.lend(bytes, Device.CPU).view(precision.type()).view(sizes);
    }

    @Override
    public void close() {
        kernels.values().forEach(AttentionKernels::close);
        Stream.of(scores, probabilities).forEach(Slab::close);
    }
}
