package dev.codevar.measure.doctor;

import dev.codevar.model.VarConfig;
import dev.codevar.nn.HeadAttention;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.TreeSet;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A transformer's attention at a coarse, a middle and the finest scale, on operands that lie as in its cache. */
final class AttentionTrials {
    private static final long ROWS = 2;
    private static final int COARSE = 2;
    /** How long queries are: as in trained models, whose keys have length 1. */
    private static final double LENGTH = 10;
    /** Room behind the keys, for those of finer scales. */
    private static final long UNSEEN = 5;

    private static final int PRODUCTS = 2;
    private static final long QUERIES_COMPARED = 64;

    private final Checker checker;
    private final Compute compute;

    AttentionTrials(Checker checker, Compute compute) {
        this.checker = checker;
        this.compute = compute;
    }

    void run(VarConfig model) {
        Pyramid pyramid = model.pyramid();
        int finest = pyramid.scales() - 1;
        try (HeadAttention attention = HeadAttention.of(compute)) {
            for (int k : new TreeSet<>(List.of(Math.min(COARSE, finest), pyramid.scales() / 2, finest))) {
                long queries = pyramid.tokens(k);
                long keys = pyramid.end(k);
                Scoped.inference(() -> {
                    run(attention, model.heads(), queries, keys);
                    return 0;
                });
            }
        }
    }

    private void run(HeadAttention attention, long heads, long queries, long keys) {
        Tensor q_rHlc = compute.place(unit(random(heads, queries)).mul(new Scalar(LENGTH)));
        Tensor k_rHec = compute.place(unit(random(heads, keys + UNSEEN))).narrow(2, 0, keys);
        Tensor v_rHec = compute.place(random(heads, keys + UNSEEN)).narrow(2, 0, keys);
        // Of every head and row, and every so many queries: in float64 all would take longer than the kernels.
        Tensor some_l = torch.arange(
                new Scalar(0),
                new Scalar(queries),
                new Scalar(1 + (queries - 1) / QUERIES_COMPARED),
                compute.options(ScalarType.Long));
        checker.check(new Trial(
                "attention, " + heads + " heads, " + queries + " queries, " + keys + " keys",
                compute.precision(),
                attention.kernel(heads, queries, keys),
                2.0 * PRODUCTS * ROWS * heads * queries * keys * VarConfig.HEAD_CHANNELS,
                ROWS,
                (first, count) -> attention.apply(
                        q_rHlc.narrow(0, first, count), k_rHec.narrow(0, first, count), v_rHec.narrow(0, first, count)),
                attended_rlHc -> attended_rlHc.index_select(1, some_l),
                () -> formula(q_rHlc.index_select(2, some_l), k_rHec, v_rHec)));
    }

    private static Tensor random(long heads, long tokens) {
        return torch.randn(ROWS, heads, tokens, VarConfig.HEAD_CHANNELS);
    }

    private static Tensor unit(Tensor x_rHlc) {
        return x_rHlc.div(x_rHlc.norm(new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true));
    }

    /**
     * Head by head: all scores in float64 would take gigabytes.
     *
     * @return (r, l, H, c)
     */
    static Tensor formula(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec) {
        TensorVector heads = new TensorVector();
        for (long head = 0; head < q_rHlc.size(1); head++) {
            Tensor q_rlc = exact(q_rHlc, head);
            Tensor k_rec = exact(k_rHec, head);
            Tensor v_rec = exact(v_rHec, head);
            heads.push_back(Scoped.result(() -> Libtorch.withThreadedProducts(
                    () -> torch.softmax(q_rlc.matmul(k_rec.transpose(1, 2)), 2).matmul(v_rec))));
        }
        return torch.stack(heads, 2);
    }

    private static Tensor exact(Tensor x_rHlc, long head) {
        return x_rHlc.select(1, head).to(ScalarType.Double);
    }
}
