/** The multi-scale VQ-VAE: pictures to token maps and back (VAR, section 3.2; shapes' letters in {@code tensor}). */
@org.jspecify.annotations.NullMarked
package dev.codevar.vqvae;
