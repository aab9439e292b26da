package dev.codevar.training.loop;

import java.util.Map;

/**
 * How far a training is after a step.
 *
 * @param step how many steps were taken
 * @param steps of all
 * @param epoch that the last one belongs to, from 0
 * @param values of this step by name: "loss", "gradient norm", "learning rate" and the task's metrics
 * @param picturesPerSecond in the last few steps
 * @param secondsLeft at the pace since it was begun or went on
 */
public record Progress(
        int step, int steps, int epoch, Map<String, Double> values, double picturesPerSecond, double secondsLeft) {}
