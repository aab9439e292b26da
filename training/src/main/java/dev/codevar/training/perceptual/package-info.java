/**
 * How different pictures look: distances between what networks see in them, differentiable, for training. Two batches of pictures
 * and a frozen network's {@link FeatureMaps} come into {@link PerceptualDistance}; the mean distance of their pairs goes out.
 *
 * <p>Letters in tensors' names beyond those of {@code dev.codevar.tensor}: {@code h} and {@code w} height and width, {@code c}
 * channels.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.perceptual;
