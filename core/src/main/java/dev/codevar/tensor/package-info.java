/**
 * What every computation stands on: the native libraries, lifetimes of native memory, devices, precision and randomness. A device
 * and a precision make a {@link Compute}, by which all layers are built; native objects that are born in a {@link Scoped} die at
 * its end, except its result and what an {@link Owner} keeps.
 *
 * <p>Key to the letters in tensors' names, here and in the packages above: {@code B} pictures (or rows, two a picture under
 * guidance), {@code l} tokens of the scales at hand, {@code L} tokens of all scales, {@code V} codes, {@code E} channels of a
 * code, {@code C} width of a transformer, {@code H} heads, {@code c} channels of a head, {@code P} side of the latent picture,
 * {@code p} side of one scale's map.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.tensor;
