/**
 * VAR on pictures' tokens, and the drafter and refiner of CoDe's specialised fine-tuning. Batches of tokens and a model come
 * in; tasks for the loop go out, each with its loss and its measures.
 *
 * <p>{@link VarTask} is the transformer and the drafter, {@link RefinerTask} the refiner, which learns from another; both are a
 * {@link TransformerTask}. {@link TransformerOptions}, {@link VarInitialisation}, {@link DraftSteps} and {@link TokenMetrics}
 * belong to them.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task.transformer;
