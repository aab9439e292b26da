package dev.codevar.decode.token;

import dev.codevar.tensor.Compute;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Which tokens stay in play: the k most likely, and of those the nucleus of probability p. What is dropped gets a logit of
 * −∞. A token's fate depends on its own row of logits alone, never on neighbours in the batch.
 *
 * <p>Top-k keeps all tokens that are as likely as the k-th. The nucleus drops the least likely tokens as long as their running
 * probability is at most 1 − p, the lower id first between equally likely ones, and never the last of all.
 */
interface TokenFilter {

    /** {@return the filter that is fastest on a device} */
    static TokenFilter of(List<Row> rows, Compute compute) {
        return compute.device().cuda() ? new DeviceTokenFilter(rows, compute) : new HostTokenFilter(rows);
    }

    /**
     * @param logits_BlV float32, contiguous; changed in place
     * @param k the scale
     */
    void apply(Tensor logits_BlV, int k);
}
