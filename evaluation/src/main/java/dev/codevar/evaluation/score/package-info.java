/**
 * Pictures as sets: features, their statistics, and how far apart two sets are. {@link ScoredPictures} and a {@link Reference}
 * come into {@link Scoring}, as features or statistics of them; {@link Scores} go out.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Scoring}: which scores there are, and with what options.
 *   <li>{@link Features}: a matrix read in blocks of rows, from memory ({@link FeatureArray}), a file of rows
 *       ({@link FeatureFile}) or numpy's ({@link NpyFeatures}).
 *   <li>FID and its kin: {@link FeatureStatistics} counts up mean and covariance, {@link Gaussian} holds them,
 *       {@link FrechetDistance} compares two; {@link FrechetInterval} says how sure it is, {@link ClassDistances} takes class by
 *       class.
 *   <li>Neighbours: {@link PrecisionRecall} and {@link DensityCoverage}, over {@link SquaredDistances} and
 *       {@link NeighbourRadius}.
 *   <li>Kernels: {@link KernelDistance} (KID) and {@link MeanDiscrepancy} (CMMD).
 *   <li>Classes: {@link InceptionScore} and {@link ClassAccuracy}.
 *   <li>Pixels, without a network: {@link PeakSignal}.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score;
