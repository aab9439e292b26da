package dev.codevar.training;

import dev.codevar.fault.InvalidInputException;

/**
 * The weight decay of every step: along half a cosine from the first to the last, as VAR's published code has it.
 *
 * @param first in the first step, from 0 to 1
 * @param last in the last step, from 0 to 1
 * @param steps how many there are in all
 */
public record WeightDecay(double first, double last, int steps) {

    public WeightDecay {
        require("decay", first);
        require("final decay", last);
    }

    private static void require(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new InvalidInputException(what + " " + value + " is not from 0 to 1");
        }
    }

    /** {@return the weight decay of {@code step}, from 0 to below {@link #steps}} */
    public double at(int step) {
        double done = steps == 1 ? 0 : (double) step / (steps - 1);
        // A decay that stays is that number to the bit.
        return first == last ? first : last + (first - last) * (1 + Math.cos(Math.PI * done)) / 2;
    }
}
