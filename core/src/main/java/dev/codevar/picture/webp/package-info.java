/**
 * Decodes WebP files: the container, lossless pictures (VP8L), and lossy ones (a key frame of VP8) with their transparency. Written
 * anew, since the readers that exist for Java take a second for each million pixels or are native code.
 *
 * <p>In come a file's bytes, out go red, green and blue. Time and memory grow with the bytes of the file and with the pixels that its
 * header announces, and with nothing else, whatever the bytes are. Values are those of Google's decoder, to the bit. Start with
 * {@link dev.codevar.picture.webp.WebPFile}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture.webp;
