/**
 * FID and its kin. Features come into {@link FeatureStatistics}, which counts up mean and covariance; {@link Gaussian} holds
 * them, and the {@link FrechetDistance} of two goes out.
 *
 * <p>{@link FrechetInterval} says how sure it is, {@link ClassDistances} takes class by class, {@link MeanPrecision} says what
 * means are computed in.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score.frechet;
