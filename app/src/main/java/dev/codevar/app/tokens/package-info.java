/**
 * Pictures to tokens and back: {@code encode}, {@code decode} and {@code reconstruct}. Pictures or files of tokens come in
 * ({@link VaePictures}, {@link TokenFiles}); the other kind goes out, or what the VQ-VAE keeps of a picture.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.tokens;
