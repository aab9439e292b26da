/**
 * Decodes TIFF files: greys, palettes, red, green and blue, and four inks, of up to 16 bits, in strips or tiles, as they are or packed
 * (LZW, Deflate, PackBits).
 *
 * <p>In come a file's bytes, out go red, green and blue. Time and memory grow with the file's bytes and the pixels that its header
 * announces. Start with {@link dev.codevar.picture.tiff.TiffFile}.
 *
 * <p>Written anew, as WebP's reader is, so that a budget holds: a file may ask for the same bytes to be unpacked thousands of times.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture.tiff;
