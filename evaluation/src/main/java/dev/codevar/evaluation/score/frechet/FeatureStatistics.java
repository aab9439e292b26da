package dev.codevar.evaluation.score.frechet;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.Serializable;
import java.math.BigInteger;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mean and covariance of features, counted up batch by batch. A feature is rounded to a multiple of 2⁻³⁰, which stands as
 * high·2²⁰ + low in two whole numbers small enough that their products are summed without any rounding. So the order of adding
 * and the number of shards change nothing: merged shards equal the whole to the last bit.
 */
public final class FeatureStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Features are smaller than this. */
    public static final double LIMIT = 1 << 10;

    /** More features than this might overflow the sums. */
    public static final int LARGEST_COUNT = 1 << 22;

    private static final int LOW_BITS = 20;
    private static final int FRACTION_BITS = 30;
    /** With so many rows a sum of products of 20 bits by 20 stays within the 53 of a float64. */
    private static final int ROWS_TOGETHER = 1 << 12;

    private final int dimensions;
    private final long[] high_d;
    private final long[] low_d;
    private final long[] highHigh_dd;
    private final long[] highLow_dd;
    private final long[] lowLow_dd;
    private int count;

    /**
     * Statistics of nothing yet.
     *
     * @param dimensions d, the numbers of a feature, 1 to 4096
     */
    public FeatureStatistics(int dimensions) {
        if (dimensions < 1 || dimensions > 4096) {
            throw new InvalidInputException("dimensions " + dimensions + " is not between 1 and 4096");
        }
        this.dimensions = dimensions;
        high_d = new long[dimensions];
        low_d = new long[dimensions];
        highHigh_dd = new long[dimensions * dimensions];
        highLow_dd = new long[dimensions * dimensions];
        lowLow_dd = new long[dimensions * dimensions];
    }

    /** {@return the statistics of all of {@code features}, read in blocks} */
    public static FeatureStatistics of(Features features) {
        return of(features, new RowBlock(0, features.count()));
    }

    /** {@return the statistics of some rows of {@code features}: a shard} */
    public static FeatureStatistics of(Features features, RowBlock shard) {
        Libtorch.load();
        FeatureStatistics statistics = new FeatureStatistics(features.dimensions());
        return Libtorch.withThreadedProducts(() -> {
            for (RowBlock block : RowBlock.of(shard.rows(), ROWS_TOGETHER)) {
                Scoped.value(() -> {
                    int first = shard.first() + block.first();
                    statistics.add(features.rows(first, block.rows()), first);
                    return statistics;
                });
            }
            return statistics;
        });
    }

    /** {@return how many features were counted} */
    public int count() {
        return count;
    }

    /**
     * Counts features in.
     *
     * @param features_nd a feature a row, float32 or float64
     */
    public void add(Tensor features_nd) {
        add(features_nd, count);
    }

    /** As {@link #add(Tensor)}, with the first row's number for messages. */
    private void add(Tensor features_nd, int firstRow) {
        if (features_nd.dim() != 2 || features_nd.size(1) != dimensions) {
            throw new InvalidInputException("features are no rows of " + dimensions + " numbers");
        }
        checkCount(features_nd.size(0));
        for (long from = 0; from < features_nd.size(0); from += ROWS_TOGETHER) {
            long first = from;
            long rows = Math.min(ROWS_TOGETHER, features_nd.size(0) - from);
            Scoped.value(() -> addExactly(
                    features_nd.narrow(0, first, rows).cpu().to(ScalarType.Double), (int) (firstRow + first)));
        }
    }

    private int addExactly(Tensor features_nd, int firstRow) {
        FeatureRange.require(features_nd, firstRow);
        Tensor high_nd = features_nd.mul(power(FRACTION_BITS - LOW_BITS)).round();
        Tensor low_nd = features_nd
                .sub(high_nd.mul(power(LOW_BITS - FRACTION_BITS)))
                .mul(power(FRACTION_BITS))
                .round();
        add(high_nd.sum(0), high_d);
        add(low_nd.sum(0), low_d);
        add(high_nd.t().mm(high_nd), highHigh_dd);
        add(high_nd.t().mm(low_nd), highLow_dd);
        add(low_nd.t().mm(low_nd), lowLow_dd);
        count += (int) features_nd.size(0);
        return count;
    }

    private static Scalar power(int exponent) {
        return new Scalar(Math.scalb(1.0, exponent));
    }

    private static void add(Tensor whole, long[] sums) {
        long[] values = new long[sums.length];
        whole.to(ScalarType.Long).contiguous().data_ptr_long().get(values);
        add(values, sums);
    }

    private static void add(long[] values, long[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    /** Counts in what another shard has counted. */
    public void merge(FeatureStatistics shard) {
        if (shard.dimensions != dimensions) {
            throw new InvalidInputException(
                    "features of " + shard.dimensions + " numbers cannot join features of " + dimensions);
        }
        checkCount(shard.count);
        add(shard.high_d, high_d);
        add(shard.low_d, low_d);
        add(shard.highHigh_dd, highHigh_dd);
        add(shard.highLow_dd, highLow_dd);
        add(shard.lowLow_dd, lowLow_dd);
        count += shard.count;
    }

    private void checkCount(long more) {
        if (count + more > LARGEST_COUNT) {
            throw new InvalidInputException("features " + (count + more) + " is more than " + LARGEST_COUNT);
        }
    }

    /** {@return mean and covariance, the latter divided by one less than the count; both from exact sums} */
    public Gaussian gaussian() {
        if (count < 2) {
            throw new InvalidInputException("a covariance needs at least 2 features, got " + count);
        }
        double[] mean_d = new double[dimensions];
        double[] covariance_dd = new double[dimensions * dimensions];
        for (int i = 0; i < dimensions; i++) {
            mean_d[i] = Math.scalb((double) sum(i), -FRACTION_BITS) / count;
            for (int j = 0; j <= i; j++) {
                double covariance =
                        Math.scalb(scatter(i, j).doubleValue(), -2 * FRACTION_BITS) / ((double) count * (count - 1));
                covariance_dd[i * dimensions + j] = covariance;
                covariance_dd[j * dimensions + i] = covariance;
            }
        }
        return new Gaussian(mean_d, covariance_dd);
    }

    private long sum(int i) {
        return (high_d[i] << LOW_BITS) + low_d[i];
    }

    /** n·Σxᵢxⱼ − Σxᵢ·Σxⱼ. */
    private BigInteger scatter(int i, int j) {
        int ij = i * dimensions + j;
        int ji = j * dimensions + i;
        return BigInteger.valueOf(highHigh_dd[ij])
                .shiftLeft(LOW_BITS)
                .add(BigInteger.valueOf(highLow_dd[ij] + highLow_dd[ji]))
                .shiftLeft(LOW_BITS)
                .add(BigInteger.valueOf(lowLow_dd[ij]))
                .multiply(BigInteger.valueOf(count))
                .subtract(BigInteger.valueOf(sum(i)).multiply(BigInteger.valueOf(sum(j))));
    }
}
