/** Tests of features, wherever they come from. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score.matrix;
