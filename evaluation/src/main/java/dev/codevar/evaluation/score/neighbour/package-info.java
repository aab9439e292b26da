/**
 * Scores of nearest neighbours. The features of both sides come into {@link PrecisionRecall} and {@link DensityCoverage}, over
 * {@link SquaredDistances} and {@link NeighbourRadius}; the shares of pictures that lie among the others go out. {@link NeighbourJoin}
 * has the same of {@link PairTask pairs of blocks} that are computed apart.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score.neighbour;
