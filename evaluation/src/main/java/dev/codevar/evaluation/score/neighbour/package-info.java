/**
 * Scores of nearest neighbours. The features of both sides come into {@link PrecisionRecall} and {@link DensityCoverage}, over
 * {@link SquaredDistances} and {@link NeighbourRadius}; the shares of pictures that lie among the others go out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score.neighbour;
