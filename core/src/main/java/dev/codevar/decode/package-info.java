/**
 * Decoding: one loop over the scales of a picture, in which every variant is a value (a plan, an edit, a way to sample).
 * Letters of shapes are in {@code tensor}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.decode;
