/**
 * One step, from examples to moved parameters. A task and a {@link dev.codevar.training.loop.recipe.Recipe} come into
 * {@link Stepper}; each {@link Step} goes out, and the {@link StepperState} that the next one follows from.
 *
 * <p>There is a {@link Learner} for the task and one for its opponent; {@link Averages} follow the parameters, and
 * {@link LogMeans} are of the steps between two lines of the log.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop.step;
