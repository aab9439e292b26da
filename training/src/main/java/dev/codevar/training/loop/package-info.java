/**
 * The loop that trains, whatever is trained: order, gradients, optimiser, checkpoints, and everything that is reported. A
 * {@link dev.codevar.training.Task} and a {@link Setup} come into {@link Training}; a folder with log, checkpoints and weights
 * goes out, and the training goes on from there to the same bits.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Training}: the loop. {@link Setup} is what it is begun with, {@link Outcome} how it ended, {@link TrainingListener}
 *       hears of it.
 *   <li>{@link Recipe} and {@link Every}: how something is trained, and how often what is done.
 *   <li>{@link Stepper}: a {@link Step} from examples to moved parameters, by one {@link Learner} for the task and one for its
 *       opponent; {@link Averages} follow the parameters, and {@link StepperState} is what the next step
 *       follows from.
 *   <li>{@link Reports}: what is told and kept, in {@link TrainingFolder}: {@link Checkpoints}, {@link TrainingLog} of
 *       {@link Entry} lines, {@link EventFile}, {@link Curves}, and {@link StoppedStep} where a step went wrong.
 *   <li>{@link Agreement} and {@link Settings}: what must be the same for whoever goes on or takes part.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop;
