/** Comparison with golden data: numbers that the published implementation computed (format in {@link GoldenCase}). */
@org.jspecify.annotations.NullMarked
package dev.codevar.verify;
