/**
 * Walks through the bytes of picture files before any of them is decoded: what size the picture has, whether decoding it stays within a
 * {@link dev.codevar.picture.format.PictureBudget}, and which bytes its pixels are made from. Profiles and other additions are
 * left out, so that no decoder is led astray by them.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.picture.format;
