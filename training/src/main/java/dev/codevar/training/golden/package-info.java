/**
 * Comparison of training steps with golden data, beside {@code dev.codevar.verify}, which compares decoding. The folder of a case
 * comes into {@link TrainingVerification}; checks of losses, gradients and an optimiser's step go out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.golden;
