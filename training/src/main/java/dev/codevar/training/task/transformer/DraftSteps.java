package dev.codevar.training.task.transformer;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;

/** N, the number of scales that a drafter makes. */
public final class DraftSteps {
    private DraftSteps() {}

    /**
     * Fails unless something is left for a refiner.
     *
     * @return the same
     */
    public static int requireLegal(int steps, Pyramid pyramid) {
        if (steps < 1 || steps >= pyramid.scales()) {
            throw new InvalidInputException("draft steps " + steps + " is not between 1 and " + (pyramid.scales() - 1));
        }
        return steps;
    }
}
