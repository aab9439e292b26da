package dev.codevar.pyramid;

import dev.codevar.fault.InvalidInputException;

/**
 * Consecutive scales of a pyramid: what one model of a plan makes, and what fine-tuning specialises a model for.
 *
 * @param from the first scale, from 0
 * @param to the scale after the last, larger than {@code from}
 */
public record ScaleRange(int from, int to) {

    public ScaleRange {
        if (from < 0 || to <= from) {
            throw new InvalidInputException("scales " + from + " to " + to
                    + " are no range: it must start at 0 or later" + " and hold at least one scale");
        }
    }

    /** {@return whether scale {@code k} is one of these} */
    public boolean contains(int k) {
        return k >= from && k < to;
    }
}
