/**
 * What every training stands on: the contract of a {@link Task}, parameters with gradients, losses of tokens, and the
 * optimiser. Tensors by their published names come into {@link Parameters}; a task makes a {@link Loss} of a batch, and
 * {@link AdamW} moves the parameters by its gradients.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Task}, {@link Loss}, {@link Moment} and {@link Opponent}: what is trained, as the loop sees it.
 *   <li>{@link Parameters}, and {@link Initialiser} for what they are at first.
 *   <li>Losses of tokens: {@link TokenLoss} and {@link Distillation}.
 *   <li>The step: {@link AdamW}, {@link Schedule} and {@link WeightDecay}.
 *   <li>Order and chance: {@link Shuffle} and {@link Draws}.
 * </ol>
 *
 * <p>The rooms beside it: {@code net} has the networks, {@code task} what is trained, {@code loop} how, and {@code run} all of
 * it together.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training;
