package dev.codevar.decode.token;

import dev.codevar.tensor.Compute;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The filter of a device, for all tokens at once. To look at a number in between would hold the device up, so it always does the
 * work of the worst case.
 */
final class DeviceTokenFilter implements TokenFilter {
    private final List<Row> rows;
    private final Compute compute;

    DeviceTokenFilter(List<Row> rows, Compute compute) {
        this.rows = rows;
        this.compute = compute;
    }

    @Override
    public void apply(Tensor logits_BlV, int k) {
        int codes = (int) logits_BlV.size(2);
        List<Integer> kept =
                rows.stream().map(row -> row.tokensInPlay(k, codes)).toList();
        boolean someDropped = kept.stream().anyMatch(count -> count < codes);
        boolean nucleus = rows.stream().anyMatch(row -> row.topP() > 0);
        if (!someDropped && !nucleus) {
            return;
        }
        T_TensorTensor_T descending_BlV = torch.sort(logits_BlV, -1, true);
        if (someDropped) {
            drop(logits_BlV, logits_BlV.lt(kthLargest(descending_BlV.get0(), kept)));
        }
        if (nucleus) {
            keepNucleus(logits_BlV, descending_BlV);
        }
    }

    /** {@return per token the least logit that top-k leaves in play} */
    private Tensor kthLargest(Tensor descending_BlV, List<Integer> kept) {
        long[] places = kept.stream().mapToLong(k -> k - 1).toArray();
        Tensor place_B11 = compute.place(Tensor.create(places, places.length, 1, 1), ScalarType.Long);
        return descending_BlV.gather(2, place_B11.expand(descending_BlV.size(0), descending_BlV.size(1), 1));
    }

    private void keepNucleus(Tensor logits_BlV, T_TensorTensor_T descending_BlV) {
        float[] dropped = new float[rows.size()];
        for (int row = 0; row < dropped.length; row++) {
            double p = rows.get(row).topP();
            dropped[row] = p == 0 ? -1 : (float) (1 - p);
        }
        Tensor dropped_B11 = compute.place(Tensor.create(dropped, dropped.length, 1, 1), ScalarType.Float);
        Tensor ascending_BlV = descending_BlV.get0().flip(2);
        // What top-k dropped has probability 0 by now and goes first.
        Tensor probability_BlV =
                torch.softmax(logits_BlV, -1).gather(2, descending_BlV.get1()).flip(2);
        Tensor drop_BlV = probability_BlV.cumsum(-1).le(dropped_B11);
        drop_BlV.narrow(2, drop_BlV.size(2) - 1, 1).zero_();
        Tensor drops_Bl1 = count(drop_BlV);
        Tensor least_Bl1 = ascending_BlV.gather(2, drops_Bl1);
        Tensor below_Bl1 = count(ascending_BlV.lt(least_Bl1));
        drop(logits_BlV, logits_BlV.lt(least_Bl1));
        // Where the nucleus ends between tokens that are equally likely, those of lower id go first.
        Tensor tied_BlV = logits_BlV.eq(least_Bl1);
        drop(logits_BlV, tied_BlV.logical_and(tied_BlV.cumsum(-1).le(drops_Bl1.sub(below_Bl1))));
    }

    private static Tensor count(Tensor which_BlV) {
        return which_BlV.sum(new long[] {2}, true, new ScalarTypeOptional());
    }

    private static void drop(Tensor logits_BlV, Tensor which_BlV) {
        logits_BlV.masked_fill_(which_BlV, new Scalar(Double.NEGATIVE_INFINITY));
    }
}
