package dev.codevar.nn;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention in bfloat16 as two products of oneDNN and a softmax between them, for processors that multiply bfloat16 without AMX:
 * libtorch's fused kernel has nothing for them. Scores, which reach 100, stay float32 until the softmax has made probabilities of
 * them.
 */
final class ScoredAttention implements HeadAttention {
    /** So many scores are worked on at once, unless one head has more: what stays in a processor's last cache. */
    private static final long SCORES_TOGETHER = 1 << 22;

    /** Fewer scores of a row than this are not worth three kernels, nor loading them: small models stay without. */
    private static final long FEW_SCORES = 1 << 16;

    private final HeadAttention ofFew = new FusedAttention(ScalarType.Float);
    private final Map<List<Long>, AttentionKernels> kernels = new HashMap<>();
    private final Slab scores = new Slab();
    private final Slab probabilities = new Slab();

    /** {@return whether this is the fastest way to compute so} */
    static boolean pays(Compute compute) {
        return compute.precision() == Precision.BFLOAT16
                && !compute.device().cuda()
                && Cpu.multipliesBfloat16()
                && !Cpu.hasAmx();
    }

    @Override
    public Tensor apply(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec) {
        return Scoped.result(() -> suits(q_rHlc, k_rHec)
                ? attend(q_rHlc.to(ScalarType.BFloat16), k_rHec, v_rHec)
                : ofFew.apply(q_rHlc, k_rHec, v_rHec));
    }

    /** Decided by a row's shape alone, so that its result is the same whatever other rows stand beside it. */
    private static boolean suits(Tensor q_rHlc, Tensor k_rHec) {
        long l = q_rHlc.size(2);
        long end = k_rHec.size(2);
        // Where there is one token, oneDNN 3.11 takes it for granted that the next row begins right after it.
        return l > 1 && end > 1 && q_rHlc.size(1) * l * end >= FEW_SCORES && Dnnl.loaded();
    }

    private Tensor attend(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec) {
        long r = q_rHlc.size(0);
        long H = q_rHlc.size(1);
        long l = q_rHlc.size(2);
        Tensor attended_rlHc = torch.empty(new long[] {r, l, H, q_rHlc.size(3)}, q_rHlc.options(), null);
        Tensor attended_rHlc = attended_rlHc.transpose(1, 2);
        long together = Math.max(1, Math.min(H, SCORES_TOGETHER / (r * l * k_rHec.size(2))));
        for (long first = 0; first < H; first += together) {
            long heads = Math.min(together, H - first);
            attendHeads(
                    q_rHlc.narrow(1, first, heads),
                    k_rHec.narrow(1, first, heads),
                    v_rHec.narrow(1, first, heads),
                    attended_rHlc.narrow(1, first, heads));
        }
        return attended_rlHc;
    }

    private void attendHeads(Tensor q_rhlc, Tensor k_rhec, Tensor v_rhec, Tensor attended_rhlc) {
        long[] sizes = {q_rhlc.size(0), q_rhlc.size(1), q_rhlc.size(2), k_rhec.size(2)};
        AttentionKernels.Operands operands = new AttentionKernels.Operands(
                q_rhlc,
                k_rhec,
                v_rhec,
                lend(scores, Precision.FLOAT32, sizes),
                lend(probabilities, Precision.BFLOAT16, sizes),
                attended_rhlc);
        kernels.computeIfAbsent(shape(q_rhlc, k_rhec, v_rhec), missing -> new AttentionKernels(operands))
                .run(operands);
        scores.giveBack();
        probabilities.giveBack();
    }

    private static Tensor lend(Slab slab, Precision precision, long[] sizes) {
        long bytes = LongStream.of(sizes).reduce(precision.bytes(), Math::multiplyExact);
        return slab.lend(bytes, Device.CPU).view(precision.type()).view(sizes);
    }

    /** {@return the operands' sizes and how they lie, which is all that kernels depend on} */
    private static List<Long> shape(Tensor... operands) {
        return Stream.of(operands)
                .flatMapToLong(x -> LongStream.range(0, x.dim()).flatMap(i -> LongStream.of(x.size(i), x.stride(i))))
                .boxed()
                .toList();
    }

    @Override
    public void close() {
        ofFew.close();
        kernels.values().forEach(AttentionKernels::close);
        scores.close();
        probabilities.close();
    }
}
