package dev.codevar.training;

import dev.codevar.checkpoint.TensorInfo;
import java.util.function.Predicate;

/**
 * What learns against a task, such as a discriminator: it has parameters and a loss of its own, and moves when the task does. It
 * is in a training's checkpoints, and not in the weights that come of it.
 *
 * @param name what the log calls it
 * @param parameters what its optimiser moves; stay the task's
 * @param decayed which of them decay
 * @param optimiser what stays the same from step to step
 * @param learningRate the largest; it rises and falls with the task's
 * @param start the step, from 0, from which on it learns
 */
public record Opponent(
        String name,
        Parameters parameters,
        Predicate<TensorInfo> decayed,
        AdamW.Settings optimiser,
        double learningRate,
        int start) {}
