package dev.codevar.training;

import dev.codevar.tensor.Philox;
import java.util.Arrays;

/**
 * The order in which every epoch sees what there is; it follows from seed and epoch alone, so that a training can go on anywhere.
 *
 * @param seed the training's seed
 * @param size how many things there are
 */
public record Shuffle(long seed, int size) {
    /** Third word of the counter, other than a sampling run's. */
    private static final int EPOCHS = 3;

    /** {@return all numbers from 0 to below the size, in the order of {@code epoch}} */
    public int[] epoch(int epoch) {
        return Philox.shuffled(seed, size, epoch, EPOCHS);
    }

    /**
     * Cuts an order into batches.
     *
     * @param order what {@link #epoch} gave
     * @param number which batch, from 0
     * @param length of all batches but perhaps the last
     * @return the batch
     */
    public static int[] batch(int[] order, int number, int length) {
        return Arrays.copyOfRange(order, number * length, Math.min(order.length, (number + 1) * length));
    }
}
