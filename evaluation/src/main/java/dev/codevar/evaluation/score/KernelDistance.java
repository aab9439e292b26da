package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The kernel distance (KID): the unbiased squared maximum mean discrepancy under the kernel (x·y/d + 1)³, in float64. Unbiased, so
 * for equal sets it lies around 0 on both sides.
 *
 * @param mean of the distances of subsets, what is published as KID
 * @param std of these distances, divided by their number
 */
public record KernelDistance(double mean, double std) {
    /** Subsets as published. */
    public static final int SUBSETS = 100;

    /** Features of a subset as published. */
    public static final int SUBSET_SIZE = 1000;

    private static final int ROWS_TOGETHER = 4096;

    /**
     * Compares random subsets, drawn anew from both sets every time, without an element twice. Which they are depends on the seed
     * and the counts alone; another implementation draws others, from which the mean differs by about std/√subsets.
     *
     * @param subsets how many
     * @param size features of a subset, no more than either set has
     */
    public static KernelDistance ofSubsets(Features one, Features other, int subsets, int size, long seed) {
        one.requireComparable(other);
        int most = Math.min(one.count(), other.count());
        if (size < 2 || size > most) {
            throw new InvalidInputException(
                    "subset size " + size + " is not between 2 and " + most + ", the features of the smaller set");
        }
        if (subsets < 1) {
            throw new InvalidInputException("subsets " + subsets + " is less than 1");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] distances = IntStream.range(0, subsets)
                .mapToDouble(i -> between(
                        one.select(draw(one.count(), size, random)), other.select(draw(other.count(), size, random))))
                .toArray();
        double mean = Arrays.stream(distances).average().orElseThrow();
        double variance = Arrays.stream(distances)
                .map(distance -> (distance - mean) * (distance - mean))
                .average()
                .orElseThrow();
        return new KernelDistance(mean, Math.sqrt(variance));
    }

    /** {@return the first {@code size} of a shuffle} */
    private static int[] draw(int count, int size, SplittableRandom random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i, count);
            int drawn = order[j];
            order[j] = order[i];
            order[i] = drawn;
        }
        return Arrays.copyOf(order, size);
    }

    /** {@return the distance of the whole sets, without drawing anything; takes time by the square of their sizes} */
    public static double between(Features one, Features other) {
        one.requireComparable(other);
        if (one.count() < 2 || other.count() < 2) {
            throw new InvalidInputException(
                    "a kernel distance needs at least 2 features, got " + Math.min(one.count(), other.count()));
        }
        Libtorch.load();
        double across = 0;
        for (RowBlock rows : RowBlock.of(one.count(), ROWS_TOGETHER)) {
            for (RowBlock columns : RowBlock.of(other.count(), ROWS_TOGETHER)) {
                across += kernels(one, rows, other, columns, false);
            }
        }
        return within(one) + within(other) - 2 * across / ((double) one.count() * other.count());
    }

    /** {@return the mean kernel of two different features of a set} */
    private static double within(Features features) {
        List<RowBlock> blocks = RowBlock.of(features.count(), ROWS_TOGETHER);
        double sum = 0;
        for (RowBlock rows : blocks) {
            sum += kernels(features, rows, features, rows, true);
            for (RowBlock later : blocks.subList(blocks.indexOf(rows) + 1, blocks.size())) {
                sum += 2 * kernels(features, rows, features, later, false);
            }
        }
        return sum / ((double) features.count() * (features.count() - 1));
    }

    /** {@return the sum over pairs, for a block against itself without pairs of a feature and itself} */
    private static double kernels(Features one, RowBlock rows, Features other, RowBlock columns, boolean itself) {
        return Scoped.value(() -> {
            Tensor rows_nd = one.rows(rows.first(), rows.rows()).to(ScalarType.Double);
            Tensor columns_md = other.rows(columns.first(), columns.rows()).to(ScalarType.Double);
            Tensor kernel_nm = rows_nd.mm(columns_md.t())
                    .mul_(new Scalar(1.0 / one.dimensions()))
                    .add_(new Scalar(1.0))
                    .pow_(new Scalar(3));
            return kernel_nm.sum().item_double() - (itself ? kernel_nm.trace().item_double() : 0);
        });
    }
}
