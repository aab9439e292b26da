/** Tests of features' statistics and distances. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score;
