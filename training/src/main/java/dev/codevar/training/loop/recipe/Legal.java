package dev.codevar.training.loop.recipe;

import dev.codevar.fault.InvalidInputException;

/** Refuses settings that are out of their range, in one line that names them. */
final class Legal {

    private Legal() {}

    static void atLeast(String what, long value, long least) {
        if (value < least) {
            throw new InvalidInputException(what + " " + value + " is not at least " + least);
        }
    }

    /** From 0 to below 1. */
    static void share(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new InvalidInputException(what + " " + value + " is not from 0 to below 1");
        }
    }

    /** Finite, and not below 0. */
    static void size(String what, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new InvalidInputException(what + " " + value + " is not a number of at least 0");
        }
    }
}
