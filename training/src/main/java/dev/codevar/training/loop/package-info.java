/**
 * The loop that trains, whatever is trained: order, gradients, optimiser, checkpoints, and everything that is reported. A
 * {@link dev.codevar.training.Task} and a {@link dev.codevar.training.loop.recipe.Setup} come into {@link Training}; a folder
 * with log, checkpoints and weights goes out, and the training goes on from there to the same bits.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Training}: the loop. {@link Outcome} is how it ended, {@link TrainingListener} hears of it.
 *   <li>{@link Reports}: what is told and kept, and {@link StoppedStep} where a step went wrong; {@link Pace} says how long it takes.
 *   <li>{@link Agreement}: what must be the same for whoever takes part.
 *   <li>The rooms inside: {@code step} makes one step, {@code folder} keeps what is written; both use {@code recipe}, which is what
 *       it was begun with, and neither the other.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop;
