/**
 * What every computation stands on: lifetimes of native memory, devices, precision and randomness.
 *
 * <p>Key to the letters in tensors' names, here and in the packages above: {@code B} pictures (or rows, two a picture under
 * guidance), {@code l} tokens of the scales at hand, {@code L} tokens of all scales, {@code V} codes, {@code E} channels of a
 * code, {@code C} width of a transformer, {@code H} heads, {@code c} channels of a head, {@code P} side of the latent picture,
 * {@code p} side of one scale's map.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.tensor;
