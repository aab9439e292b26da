package dev.codevar.training.loop.step;

import java.util.List;
import java.util.Map;

/**
 * What a step gave.
 *
 * @param number which, from 0
 * @param epoch which it belongs to, from 0
 * @param examples what it saw, in order
 * @param loss the mean over them; where a batch's is not finite, that one's
 * @param gradientNorm before clipping; NaN where the loss is not finite
 * @param fault what is not finite of the task's loss and gradient or its opponent's; empty where all is
 * @param values everything for the log by name, these among it
 */
public record Step(
        int number,
        int epoch,
        List<Integer> examples,
        double loss,
        double gradientNorm,
        String fault,
        Map<String, Double> values) {

    /** {@return whether the parameters moved; otherwise all is as it was before the step} */
    public boolean finite() {
        return fault.isEmpty();
    }
}
