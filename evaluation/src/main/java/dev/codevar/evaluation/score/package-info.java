/** Pictures as sets: features, their statistics, and how far apart two sets are. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score;
