package dev.codevar.training.net;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Philox;
import java.util.function.IntUnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Stochastic depth: in a training step a picture skips what a block would add, at random, and what is not skipped counts for
 * as much more. The rate rises linearly over the blocks. Choices follow from the examples, however a step is cut into batches.
 *
 * @param rate how often the last block is skipped, from 0 to below 1; the first never is
 * @param seed where the choices come from
 * @param step the training step, which decides them together with block, branch and example
 * @param examples the example of every row
 */
public record DropPath(double rate, long seed, int step, IntUnaryOperator examples) {

    /** Nothing is skipped. */
    public static final DropPath NONE = new DropPath(0, 0, 0);

    private static final int BRANCHES = 2;

    public DropPath {
        if (!(rate >= 0 && rate < 1)) {
            throw new InvalidInputException("drop-path rate " + rate + " is not from 0 to below 1");
        }
    }

    /** Rows are examples. */
    public DropPath(double rate, long seed, int step) {
        this(rate, seed, step, IntUnaryOperator.identity());
    }

    /** {@return how often block {@code block} of {@code depth} is skipped} */
    double rate(int block, int depth) {
        return depth == 1 ? 0 : rate * block / (depth - 1);
    }

    /**
     * @param gain_B1C what a branch is multiplied by
     * @param compute where it is
     * @param branch 0 for attention, 1 for the feed-forward network
     * @return the same where nothing is skipped; otherwise 0 for the pictures that skip the branch, and more for the others
     */
    Tensor thin(Tensor gain_B1C, Compute compute, int block, int depth, int branch) {
        double skipped = rate(block, depth);
        if (skipped == 0) {
            return gain_B1C;
        }
        float[] factors = new float[(int) gain_B1C.size(0)];
        for (int row = 0; row < factors.length; row++) {
            boolean skips = Philox.uniform(seed, step, block * BRANCHES + branch, examples.applyAsInt(row)) < skipped;
            factors[row] = skips ? 0 : (float) (1 / (1 - skipped));
        }
        Tensor factor_B11 = Tensor.create(factors, factors.length, 1, 1);
        return gain_B1C.mul(compute.place(factor_B11, gain_B1C.scalar_type()));
    }
}
