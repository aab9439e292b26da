/** Tests of the VQ-VAE and its losses. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task.vqvae;
