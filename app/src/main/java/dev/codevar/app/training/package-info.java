/**
 * Networks trained and fine-tuned: {@code train} and {@code finetune}. Pictures and a configuration come in, with what is said
 * over it; a training's folder and its report go out.
 *
 * <p>{@link TrainCommand} and {@link FinetuneCommand} have the commands, {@link TrainingOptions} what they share.
 * {@link BegunOptions} keeps what was said for the next start; {@link TrainingProcesses} and {@link TrainingJob} are the work.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.app.training;
