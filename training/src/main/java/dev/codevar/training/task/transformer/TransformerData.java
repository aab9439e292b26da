package dev.codevar.training.task.transformer;

import dev.codevar.training.task.tokens.KeptTokens;
import dev.codevar.training.task.tokens.TokenBatches;

/**
 * The tokens that a transformer learns from and is measured with.
 *
 * @param training to learn from
 * @param heldOut to measure with
 */
public record TransformerData(TokenBatches training, KeptTokens heldOut) {}
