/**
 * What is trained: the VQ-VAE, VAR on its tokens, and the drafter and refiner of CoDe's specialised fine-tuning. Pictures or their
 * tokens and a model come in; tasks for the loop go out, each with its loss and its measures.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link VarTask}: the transformer, and the drafter; {@link RefinerTask}: the refiner, which learns from another; both are a
 *       {@link TransformerTask};
 *       {@link TransformerOptions}, {@link VarInitialisation}, {@link DraftSteps} and {@link TokenMetrics} belong to them.
 *   <li>{@link TokenBatches}: what these learn from. {@link KeptTokens} were found before, in {@link TokenData}, which
 *       {@link TokenRun} makes for a {@link TokenIdentity}; {@link StepTokens} are found in the step.
 *   <li>{@link Views}, {@link View} and {@link SeenPictures}: how pictures are cut and mirrored before that.
 *   <li>{@link VqVaeTask}: the VQ-VAE, with {@link VqVaeInitialisation}, {@link Reseeding} and {@link PictureLoss}, whose
 *       {@link Terms} are {@link PerceptualTerm} and {@link AdversarialTerm}.
 *   <li>{@link HeldOut}, {@link Reconstruction} and {@link SamplePictures}: measures and pictures to look at.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task;
