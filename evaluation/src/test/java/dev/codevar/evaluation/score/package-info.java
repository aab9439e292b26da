/** Tests of scores, and the features that they are tried on. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.score;
