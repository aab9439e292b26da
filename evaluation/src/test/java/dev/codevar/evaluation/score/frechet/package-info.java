/** Tests of statistics and their distances. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score.frechet;
