/**
 * The published networks, differentiable. Parameters by name and a batch come in; predictions and reconstructions that
 * gradients go back through go out.
 *
 * <p>The transformer is {@link VarTraining}, of {@link TrainingBlock}s and {@link TrainingAttention}, with {@link DropPath};
 * {@link LiveTensors} and {@link Products} are its layers, {@link Autocast} its precision. The VQ-VAE is {@link VqVaeTraining}
 * with {@link QuantizerTraining}, and against it stands {@link PatchDiscriminator}.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.net;
