/**
 * Decodes lossless WebP pictures (VP8L, RFC 9649): prefix codes, copies of what came before, and transforms undone. Read
 * {@code LosslessPicture} first.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture.webp.lossless;
