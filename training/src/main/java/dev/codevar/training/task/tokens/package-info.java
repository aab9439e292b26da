/**
 * What transformers learn from. Pictures and a VQ-VAE come in; batches of their tokens and of every scale's input go out.
 *
 * <p>{@link TokenBatches} first. {@link KeptTokens} were found before, in {@link TokenData}, which {@link TokenRun} makes for a
 * {@link TokenIdentity}; {@link StepTokens} are found in the step.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task.tokens;
