/**
 * The VQ-VAE between pictures and tokens. Pictures and options come into {@link VqVaeTask}; a task for the loop goes out, with
 * its opponent.
 *
 * <p>{@link VqVaeInitialisation} is how it begins, {@link Reseeding} keeps its codes in use. {@link PictureLoss} adds up its
 * {@link Terms}: {@link PerceptualTerm} and {@link AdversarialTerm} beside the plain distance. {@link Reconstruction} is what
 * it is measured by.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task.vqvae;
