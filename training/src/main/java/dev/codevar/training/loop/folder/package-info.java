/**
 * A training's folder, of which {@link BegunFolder} says whether it can be gone on with. What is told and the tensors to keep
 * come into {@link TrainingFolder}; {@link Checkpoints}, a {@link TrainingLog} of {@link Entry} lines, an {@link EventFile} and
 * {@link Curves} go out, and come in again.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop.folder;
