package dev.codevar.model;

import dev.codevar.nn.HeadAttention;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import org.bytedeco.pytorch.Tensor;

/**
 * Keys and values of every block for the scales already seen, as {@link dev.codevar.tensor.Precision#kept} says, and what queries
 * find among them. All tokens of a head lie one after the other, as attention reads them. Sized exactly for the last scale that will be
 * predicted, written in place and never grown: the only tensors that are written in place across steps.
 */
public final class KvCache implements AutoCloseable {
    private static final int KEYS = 0;
    private static final int VALUES = 1;

    private final Slab slab;
    private final Owner owner = new Owner();
    private final Tensor kept_N2RHLc;
    private final HeadAttention attention;
    private boolean open = true;

    /**
     * @param config the model's shape
     * @param rows R, the rows computed together: one or two a picture
     * @param tokens how many tokens a row will hold at most
     * @param compute where and in which precision
     * @param slab lends the memory
     */
    public KvCache(VarConfig config, int rows, int tokens, Compute compute, Slab slab) {
        this.slab = slab;
        Tensor memory_n = slab.lend(bytes(config, rows, tokens, compute), compute.device());
        try {
            kept_N2RHLc = owner.own(
                    Scoped.result(() -> memory_n.view(compute.precision().kept().type())
                            .view(config.depth(), 2, rows, config.heads(), tokens, VarConfig.HEAD_CHANNELS)));
            attention = HeadAttention.of(compute);
        } catch (RuntimeException | Error failed) {
            owner.close();
            slab.giveBack();
            throw failed;
        }
    }

    /** {@return the bytes that a cache of this shape takes} */
    public static long bytes(VarConfig config, int rows, int tokens, Compute compute) {
        return 2L * compute.precision().kept().bytes() * config.depth() * rows * tokens * config.width();
    }

    /**
     * Adds the keys and values of new tokens.
     *
     * @param block which block
     * @param firstRow the first of the r rows that they belong to
     * @param begin the position of the first new token
     * @param k_rlHc keys
     * @param v_rlHc values
     */
    void put(int block, int firstRow, int begin, Tensor k_rlHc, Tensor v_rlHc) {
        put(KEYS, block, firstRow, begin, k_rlHc);
        put(VALUES, block, firstRow, begin, v_rlHc);
    }

    /**
     * What queries find among the tokens that were added.
     *
     * @param block which block
     * @param firstRow the first of the r rows that they belong to
     * @param q_rlHc queries
     * @param end how many tokens they see, from the first on
     * @return (r, l, H, c)
     */
    Tensor attend(int block, int firstRow, Tensor q_rlHc, int end) {
        long r = q_rlHc.size(0);
        return Scoped.result(() -> attention.apply(
                q_rlHc.transpose(1, 2),
                at(block, KEYS, firstRow, r).narrow(2, 0, end),
                at(block, VALUES, firstRow, r).narrow(2, 0, end)));
    }

    /** {@return whether several threads at once may add tokens and attend, each for rows of its own} */
    boolean forManyThreads() {
        return attention.forManyThreads();
    }

    /**
     * Lets all other rows go; those that stay move together.
     *
     * @param rows which stay, ascending
     * @param seen how many tokens were added so far
     */
    public void keep(int[] rows, int seen) {
        Scoped.value(() -> {
            for (int row = 0; row < rows.length; row++) {
                if (rows[row] != row) {
                    seenOf(row, seen).copy_(seenOf(rows[row], seen));
                }
            }
            return rows.length;
        });
    }

    /** {@return (N, 2, H, l, c)} */
    private Tensor seenOf(int row, int seen) {
        return kept_N2RHLc.select(2, row).narrow(3, 0, seen);
    }

    private void put(int which, int block, int firstRow, int begin, Tensor x_rlHc) {
        at(block, which, firstRow, x_rlHc.size(0))
                .narrow(2, begin, x_rlHc.size(1))
                .copy_(x_rlHc.transpose(1, 2));
    }

    /** {@return (r, H, L, c)} */
    private Tensor at(int block, int which, int firstRow, long rows) {
        return kept_N2RHLc.select(0, block).select(0, which).narrow(0, firstRow, rows);
    }

    /** Gives the memory back. A second call does nothing. */
    @Override
    public void close() {
        if (open) {
            open = false;
            attention.close();
            owner.close();
            slab.giveBack();
        }
    }
}
