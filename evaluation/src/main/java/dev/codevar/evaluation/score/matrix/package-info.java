/**
 * Features as a matrix, a row for each picture. Memory ({@link FeatureArray}), a file of rows ({@link FeatureFile}) or numpy's
 * ({@link NpyFeatures}) come in as {@link Features}; each {@link RowBlock} of rows goes out as a tensor.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score.matrix;
