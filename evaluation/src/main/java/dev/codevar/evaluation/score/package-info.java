/**
 * Pictures as sets: how far apart two of them are. {@link ScoredPictures} and a {@link Reference} come into {@link Scoring}, as
 * features or statistics of them; {@link Scores} go out.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Scoring}: which scores there are, and with what options.
 *   <li>Kernels: {@link KernelDistance} (KID) and {@link MeanDiscrepancy} (CMMD).
 *   <li>Classes: {@link InceptionScore} and {@link ClassAccuracy}.
 *   <li>Pixels, without a network: {@link PeakSignal}.
 *   <li>The rooms inside: {@code frechet} for FID and its kin, {@code neighbour} for precision, recall, density and coverage. All
 *       stand on {@code matrix}, which has the features.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score;
