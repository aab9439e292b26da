/**
 * Decodes WebP files: the container, lossless pictures (VP8L), and lossy ones (a key frame of VP8) with their transparency.
 *
 * <p>In come a file's bytes, out go red, green and blue. Time and memory grow with the bytes of the file and with the pixels that its
 * header announces, and with nothing else, whatever the bytes are. Values are those of Google's decoder, to the bit. Start with
 * {@link dev.codevar.picture.webp.WebPFile}.
 *
 * <p>Written anew, since the readers that exist for Java are native code, which no interrupt ends, or hold no
 * {@link dev.codevar.picture.format.PictureBudget}. TwelveMonkeys ImageIO 3.14 took 4.5 to 7.7 s for a lossy picture of 4 Mi pixels, 2.5
 * to 47 s for 109 bytes, 10 s and 200 MB for 238 kB of prefix codes, of which nothing bounds the tables; and its values were off by up
 * to 3 of 255. Here 24 Mi pixels of the most expensive coefficients take 4 s, and prefix codes 80 MB at most.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture.webp;
