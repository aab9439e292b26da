/**
 * The multi-scale VQ-VAE (VAR, section 3.2). Pictures come into {@link VqVae#encode} and go out as token maps; a latent picture
 * comes into {@link VqVae#decode} and goes out as a picture, and the {@link Quantizer} between them makes latents of tokens, scale
 * upon scale. Letters of shapes are in {@code tensor}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.vqvae;
