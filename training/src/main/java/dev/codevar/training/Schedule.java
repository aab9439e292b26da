package dev.codevar.training;

import dev.codevar.fault.InvalidInputException;

/**
 * The learning rate of every step: it rises evenly to its peak, from 0.005 of it as VAR's published code has it, and falls from there.
 *
 * @param peak the largest learning rate, above 0
 * @param warmup how many steps come before the one that has the peak
 * @param fall how it falls
 * @param end the share of the peak that it falls to, from 0 to 1
 * @param steps how many there are in all
 */
public record Schedule(double peak, int warmup, Fall fall, double end, int steps) {
    private static final double BEGIN = 0.005;

    public Schedule {
        if (!(peak > 0) || peak > 10) {
            throw new InvalidInputException("learning rate " + peak + " is not above 0 and at most 10");
        }
        if (!(end >= 0 && end <= 1)) {
            throw new InvalidInputException("final rate " + end + " is not from 0 to 1 of the peak");
        }
        if (steps < 1 || warmup < 0 || warmup >= steps) {
            throw new InvalidInputException(
                    "warm-up of " + warmup + " steps out of " + steps + " is not from 0 to below all of them");
        }
    }

    /** {@return the learning rate of {@code step}, from 0 to below {@link #steps}} */
    public double at(int step) {
        if (step < 0 || step >= steps) {
            throw new InvalidInputException("step " + step + " is not between 0 and " + (steps - 1));
        }
        if (step < warmup) {
            return peak * (BEGIN + (1 - BEGIN) * step / warmup);
        }
        return peak * (end + (1 - end) * fall.height(step - warmup, steps - warmup));
    }
}
