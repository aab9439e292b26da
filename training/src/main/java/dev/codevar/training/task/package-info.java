/** What is trained: the VQ-VAE, VAR on its tokens, and the drafter and refiner of CoDe's specialised fine-tuning. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task;
