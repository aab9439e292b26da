package dev.codevar.model;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.MemoryMeter;
import dev.codevar.tensor.Owner;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Keys and values of every block for the scales already seen: one allocation each, sized exactly for the last scale that
 * will be predicted, written in place and never grown. The only tensors that are written in place across steps.
 */
public final class KvCache implements AutoCloseable {
    private final MemoryMeter meter;
    private final Owner owner = new Owner();
    private final List<Tensor> keys_RLHc = new ArrayList<>();
    private final List<Tensor> values_RLHc = new ArrayList<>();
    private final long bytes;
    private boolean open = true;

    /**
     * @param config the model's shape
     * @param rows R, the rows computed together: one or two a picture
     * @param tokens how many tokens a row will hold at most
     * @param compute where and in which format attention runs
     * @param meter told of the bytes taken and given back
     */
    public KvCache(VarConfig config, int rows, int tokens, Compute compute, MemoryMeter meter) {
        this.meter = meter;
        this.bytes = bytes(config, rows, tokens, compute);
        long[] shape = {rows, tokens, config.heads(), VarConfig.HEAD_CHANNELS};
        try {
            for (int block = 0; block < config.depth(); block++) {
                keys_RLHc.add(owner.own(torch.empty(shape, compute.options(compute.attentionType()), null)));
                values_RLHc.add(owner.own(torch.empty(shape, compute.options(compute.attentionType()), null)));
            }
        } catch (RuntimeException outOfMemory) {
            owner.close();
            throw outOfMemory;
        }
        meter.taken(bytes);
    }

    /** {@return the bytes that a cache of this shape takes} */
    public static long bytes(VarConfig config, int rows, int tokens, Compute compute) {
        long number = compute.attentionType() == torch.ScalarType.Float ? 4 : 2;
        return 2 * number * config.depth() * rows * tokens * config.width();
    }

    /**
     * Adds the keys and values of new tokens.
     *
     * @param block which block
     * @param begin the position of the first new token
     * @param k_RlHc keys
     * @param v_RlHc values
     */
    void put(int block, int begin, Tensor k_RlHc, Tensor v_RlHc) {
        long length = k_RlHc.size(1);
        keys_RLHc.get(block).narrow(1, begin, length).copy_(k_RlHc);
        values_RLHc.get(block).narrow(1, begin, length).copy_(v_RlHc);
    }

    /** {@return the keys of the first {@code end} tokens, as (R, H, end, c)} */
    Tensor keys(int block, int end) {
        return keys_RLHc.get(block).narrow(1, 0, end).transpose(1, 2);
    }

    /** {@return the values of the first {@code end} tokens, as (R, H, end, c)} */
    Tensor values(int block, int end) {
        return values_RLHc.get(block).narrow(1, 0, end).transpose(1, 2);
    }

    /** Frees the memory. A second call does nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            owner.close();
            meter.givenBack(bytes);
        }
    }
}
