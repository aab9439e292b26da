/** Tests of warnings. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.warning;
