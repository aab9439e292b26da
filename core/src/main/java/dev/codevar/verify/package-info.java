/**
 * Comparison with golden data: numbers that the published implementation computed. The folder of a {@link GoldenCase} comes into
 * {@link Verification}, which computes everything anew; a {@link Check} for each of its tensors goes out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.verify;
