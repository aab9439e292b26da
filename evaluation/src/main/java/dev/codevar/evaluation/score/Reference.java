package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.frechet.Gaussian;
import dev.codevar.evaluation.score.matrix.Features;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the pictures to compare with. Stored statistics, where there are some, are used for the Fréchet distances
 * instead of the features': published references hold statistics of many more pictures than they hold pictures.
 *
 * @param features those of the pooled layer
 * @param spatial those of the layer before
 * @param statistics mean and covariance of the pooled layer
 * @param spatialStatistics mean and covariance of the layer before
 */
public record Reference(
        @Nullable Features features,
        @Nullable Features spatial,
        @Nullable Gaussian statistics,
        @Nullable Gaussian spatialStatistics) {

    /** {@return a reference of which only the pooled features are known} */
    public static Reference of(Features features) {
        return new Reference(features, null, null, null);
    }

    /** {@return a reference of which only the pooled features' statistics are known} */
    public static Reference of(Gaussian statistics) {
        return new Reference(null, null, statistics, null);
    }
}
