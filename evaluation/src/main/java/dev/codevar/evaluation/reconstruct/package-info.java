/**
 * How well a VQ-VAE gives pictures back. Real pictures and a VQ-VAE come into {@link Reconstructions}; samples to be scored go
 * out, of which features alone are kept, and {@link Faithfulness}: how near they are to the originals, and how many codes it took.
 *
 * <p>Letters in tensors' names: B pictures, 3 colours, h and w their size, l the tokens of a scale.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.reconstruct;
