/** Tests of scores of neighbours. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score.neighbour;
