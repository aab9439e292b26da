/**
 * Whole trainings. A configuration and a {@link Place}, which names the folders of pictures, of tokens and of the training itself,
 * come into {@link VqVaeRun}, {@link VarRun} or {@link FineTuningRun}; weights that a model set is made of go out.
 * {@link TrainingIdentity} says what they follow from.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.run;
