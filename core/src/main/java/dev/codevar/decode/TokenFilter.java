package dev.codevar.decode;

import dev.codevar.tensor.Compute;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which tokens stay in play: the k most likely, and of those the nucleus of probability p. What is dropped gets a logit of
 * −∞. A token's fate depends on its own row of logits alone, never on neighbours in the batch.
 */
final class TokenFilter {
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
        keepTopK(logits_BlV, k);
        keepNucleus(logits_BlV);
    }

    /** Drops what is below the k-th largest; tokens as likely as the k-th all stay. */
    private void keepTopK(Tensor logits_BlV, int scale) {
        long codes = logits_BlV.size(2);
        long[] kth = new long[rows.size()];
        long most = 0;
        for (int row = 0; row < kth.length; row++) {
            int k = rows.get(row).topK().get(scale);
            kth[row] = k == 0 ? codes - 1 : k - 1;
            most = Math.max(most, k == 0 || k == codes ? 0 : k);
        }
        if (most == 0) {
            return;
        }
        // Rows that keep everything take the last of the sorted ones as their limit, after it was set to −∞.
        Tensor largest_Blk = torch.topk(logits_BlV, most, -1, true, true).get0();
        Tensor limits_Blk = torch.cat(
                new TensorVector(largest_Blk, torch.full_like(largest_Blk.narrow(2, 0, 1), negativeInfinity())), -1);
        for (int row = 0; row < kth.length; row++) {
            kth[row] = Math.min(kth[row], most);
        }
        Tensor index_B11 = compute.place(Tensor.create(kth, kth.length, 1, 1), ScalarType.Long);
        Tensor limit_Bl1 = limits_Blk.gather(2, index_B11.expand(logits_BlV.size(0), logits_BlV.size(1), 1));
        logits_BlV.masked_fill_(logits_BlV.lt(limit_Bl1), negativeInfinity());
    }

    /** Sorted from the least likely, drops tokens while the running probability is at most 1 − p; never the likeliest. */
    private void keepNucleus(Tensor logits_BlV) {
        if (rows.stream().allMatch(row -> row.topP() == 0)) {
            return;
        }
        float[] dropped = new float[rows.size()];
        for (int row = 0; row < dropped.length; row++) {
            double p = rows.get(row).topP();
            dropped[row] = p == 0 ? -1 : (float) (1 - p);
        }
        Tensor limit_B11 = compute.place(Tensor.create(dropped, dropped.length, 1, 1), ScalarType.Float);
        // Sorting costs most, so only what top-k left is sorted: the rest has probability 0.
        long inPlay = logits_BlV.gt(negativeInfinity()).sum(2).max().item_long();
        T_TensorTensor_T largest_Bln = torch.topk(logits_BlV, inPlay, -1, true, true);
        Tensor ascending_Bln = largest_Bln.get0().flip(2);
        // The softmax is over all V: over the sorted ones alone its rounding would hang on how many the neighbours
        // keep.
        Tensor probability_Bln =
                torch.softmax(logits_BlV, -1).gather(2, largest_Bln.get1()).flip(2);
        Tensor drop_Bln = probability_Bln.cumsum(-1).le(limit_B11);
        drop_Bln.narrow(2, inPlay - 1, 1).zero_();
        Tensor drops_Bl1 = drop_Bln.sum(new long[] {2}, true, new ScalarTypeOptional());
        Tensor least_Bl1 = ascending_Bln.gather(2, drops_Bl1);
        logits_BlV.masked_fill_(logits_BlV.lt(least_Bl1), negativeInfinity());
        dropTies(
                logits_BlV,
                least_Bl1,
                drops_Bl1.sub(ascending_Bln.lt(least_Bl1).sum(new long[] {2}, true, new ScalarTypeOptional())));
    }

    /** Where the nucleus ends between tokens that are equally likely, those of lower id go first. */
    private static void dropTies(Tensor logits_BlV, Tensor least_Bl1, Tensor surplus_Bl1) {
        if (surplus_Bl1.max().item_long() == 0) {
            return;
        }
        Tensor tied_BlV = logits_BlV.eq(least_Bl1);
        Tensor first_BlV = tied_BlV.cumsum(-1).le(surplus_Bl1);
        logits_BlV.masked_fill_(tied_BlV.logical_and(first_BlV), negativeInfinity());
    }

    private static Scalar negativeInfinity() {
        return new Scalar(Double.NEGATIVE_INFINITY);
    }
}
