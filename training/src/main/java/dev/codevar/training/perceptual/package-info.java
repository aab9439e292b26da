/**
 * How different pictures look: distances between what networks see in them, differentiable, for training.
 *
 * <p>Letters in tensors' names beyond those of {@code dev.codevar.tensor}: {@code h} and {@code w} height and width, {@code c}
 * channels.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.perceptual;
