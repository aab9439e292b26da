/**
 * What is trained. Pictures come in, cut and mirrored by {@link Views} and seen through {@link SeenPictures}; what all tasks
 * measure ({@link HeldOut}) and show ({@link SamplePictures}) goes out.
 *
 * <p>The tasks themselves are in the rooms inside: {@code vqvae} for the VQ-VAE, {@code transformer} for VAR and CoDe's drafter
 * and refiner, and {@code tokens} for what these learn from. They use this one, and {@code transformer} uses {@code tokens}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task;
