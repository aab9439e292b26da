/**
 * Scoring on executors: a {@link dev.codevar.cluster.score.FeatureTask} computes the features of some pictures where they are; {@link
 * dev.codevar.cluster.score.CountTask} counts up moments of {@link dev.codevar.cluster.score.StoredRows}, and a {@link
 * dev.codevar.cluster.score.JoinTask} looks for neighbours in a pair of blocks of them.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.score;
