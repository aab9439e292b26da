/**
 * How well a VQ-VAE gives pictures back.
 *
 * <p>Letters in tensors' names: B pictures, 3 colours, h and w their size, l the tokens of a scale.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.reconstruct;
