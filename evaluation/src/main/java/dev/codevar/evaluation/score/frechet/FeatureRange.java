package dev.codevar.evaluation.score.frechet;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Which numbers {@link FeatureStatistics} can count: those between -{@link FeatureStatistics#LIMIT} and it, without the ends. */
public final class FeatureRange {
    private static final int ROWS_TOGETHER = 1 << 12;

    private FeatureRange() {}

    /**
     * Looks at all numbers of features.
     *
     * @throws InvalidInputException if one of them lies outside, or is not finite
     */
    public static void require(Features features) {
        Libtorch.load();
        for (RowBlock block : RowBlock.of(features.count(), ROWS_TOGETHER)) {
            Scoped.value(() -> require(features.rows(block.first(), block.rows()), block.first()));
        }
    }

    /**
     * Looks at some rows.
     *
     * @param first the number of the first, for messages
     * @return how many they are
     */
    static int require(Tensor features_nd, int first) {
        // Written so that a NaN counts as outside.
        Tensor inside_nd = features_nd.abs().lt(new Scalar(FeatureStatistics.LIMIT));
        if (!inside_nd.all().item_bool()) {
            Tensor place_2 = inside_nd.logical_not().nonzero().select(0, 0);
            long row = place_2.select(0, 0).item_long();
            double value = features_nd
                    .select(0, row)
                    .select(0, place_2.select(0, 1).item_long())
                    .item_double();
            throw new InvalidInputException("row " + (first + row) + " of the features, from 0, holds " + value
                    + ", which is not a number between -" + FeatureStatistics.LIMIT + " and "
                    + FeatureStatistics.LIMIT);
        }
        return (int) features_nd.size(0);
    }
}
