package dev.codevar.decode;

import dev.codevar.tensor.Compute;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which tokens stay in play: the k most likely, and of those the nucleus of probability p. What is dropped gets a logit of
 * −∞. A token's fate depends on its own row of logits alone, never on neighbours in the batch.
 */
final class TokenFilter {
    /** More tokens than this that are as likely as the k-th are rare. */
    private static final int ROOM_FOR_TIES = 32;

    private final List<Row> rows;
    private final Compute compute;

    TokenFilter(List<Row> rows, Compute compute) {
        this.rows = rows;
        this.compute = compute;
    }

    /**
     * @param logits_BlV changed in place
     * @param k the scale
     */
    void apply(Tensor logits_BlV, int k) {
        int codes = (int) logits_BlV.size(2);
        List<Integer> kept = rows.stream()
                .map(row -> row.topK().get(k) == 0 ? codes : row.topK().get(k))
                .toList();
        boolean someDropped = kept.stream().anyMatch(count -> count < codes);
        boolean nucleus = rows.stream().anyMatch(row -> row.topP() > 0);
        if (!someDropped && !nucleus) {
            return;
        }
        // Sorting costs most, so only what can stay in play is sorted, and that once.
        int most = waitingIsDear() ? codes : Math.min(codes, Collections.max(kept) + ROOM_FOR_TIES);
        T_TensorTensor_T largest_Bln = torch.topk(logits_BlV, most, -1, true, true);
        Tensor limit_Bl1 = kthLargest(largest_Bln.get0(), kept);
        if (someDropped) {
            logits_BlV.masked_fill_(logits_BlV.lt(limit_Bl1), negativeInfinity());
        }
        if (nucleus) {
            boolean roomEnough = most == codes
                    || largest_Bln
                            .get0()
                            .narrow(2, most - 1, 1)
                            .lt(limit_Bl1)
                            .all()
                            .item_bool();
            keepNucleus(logits_BlV, roomEnough ? largest_Bln : torch.topk(logits_BlV, codes, -1, true, true));
        }
    }

    /** {@return per token the least logit that top-k leaves in play; all as likely as that stay} */
    private Tensor kthLargest(Tensor largest_Bln, List<Integer> kept) {
        long most = largest_Bln.size(2);
        long[] places = kept.stream().mapToLong(k -> Math.min(k, most) - 1).toArray();
        Tensor place_B11 = compute.place(Tensor.create(places, places.length, 1, 1), ScalarType.Long);
        return largest_Bln.gather(2, place_B11.expand(largest_Bln.size(0), largest_Bln.size(1), 1));
    }

    /**
     * Sorted from the least likely, drops tokens while the running probability is at most 1 − p; never the likeliest.
     *
     * @param largest_Bln the largest logits and their ids, largest first: at least all that are in play
     */
    private void keepNucleus(Tensor logits_BlV, T_TensorTensor_T largest_Bln) {
        float[] dropped = new float[rows.size()];
        for (int row = 0; row < dropped.length; row++) {
            double p = rows.get(row).topP();
            dropped[row] = p == 0 ? -1 : (float) (1 - p);
        }
        Tensor dropped_B11 = compute.place(Tensor.create(dropped, dropped.length, 1, 1), ScalarType.Float);
        Tensor ascending_Bln = largest_Bln.get0().flip(2);
        // The softmax is over all V: over the sorted ones alone its rounding would hang on how many the neighbours
        // keep. What top-k dropped has probability 0 and goes first.
        Tensor probability_Bln =
                torch.softmax(logits_BlV, -1).gather(2, largest_Bln.get1()).flip(2);
        Tensor drop_Bln = probability_Bln.cumsum(-1).le(dropped_B11);
        drop_Bln.narrow(2, drop_Bln.size(2) - 1, 1).zero_();
        Tensor drops_Bl1 = drop_Bln.sum(new long[] {2}, true, new ScalarTypeOptional());
        Tensor least_Bl1 = ascending_Bln.gather(2, drops_Bl1);
        Tensor below_Bl1 = ascending_Bln.lt(least_Bl1).sum(new long[] {2}, true, new ScalarTypeOptional());
        logits_BlV.masked_fill_(logits_BlV.lt(least_Bl1), negativeInfinity());
        dropTies(logits_BlV, least_Bl1, drops_Bl1.sub(below_Bl1));
    }

    /** Where the nucleus ends between tokens that are equally likely, those of lower id go first. */
    private void dropTies(Tensor logits_BlV, Tensor least_Bl1, Tensor surplus_Bl1) {
        Tensor logits_rV = logits_BlV.view(-1, logits_BlV.size(2));
        Tensor surplus_r = surplus_Bl1.reshape(-1);
        Tensor tied_n = waitingIsDear()
                ? torch.arange(new Scalar(surplus_r.size(0)), surplus_r.options())
                : surplus_r.nonzero().reshape(-1);
        if (tied_n.numel() == 0) {
            return;
        }
        Tensor logits_nV = logits_rV.index_select(0, tied_n);
        Tensor tied_nV = logits_nV.eq(least_Bl1.reshape(-1, 1).index_select(0, tied_n));
        Tensor first_nV = tied_nV.cumsum(-1).le(surplus_r.reshape(-1, 1).index_select(0, tied_n));
        logits_nV.masked_fill_(tied_nV.logical_and(first_nV), negativeInfinity());
        logits_rV.index_copy_(0, tied_n, logits_nV);
    }

    /** Whether to look at a number in between would hold up a device: it then does the work for the worst case. */
    private boolean waitingIsDear() {
        return compute.device().cuda();
    }

    private static Scalar negativeInfinity() {
        return new Scalar(Double.NEGATIVE_INFINITY);
    }
}
