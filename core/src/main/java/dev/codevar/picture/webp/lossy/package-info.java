/**
 * Decodes lossy WebP pictures, each a key frame of VP8 (RFC 6386), with colours drawn out as Google's decoder does. Read
 * {@code LossyPicture} first.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture.webp.lossy;
