/** Comparison of training steps with golden data, beside {@code dev.codevar.verify}, which compares decoding. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.golden;
