package dev.codevar.picture;

import dev.codevar.fault.InvalidInputException;

/** Says no to an index or a length out of its range, naming the value and the range. */
final class Ranges {
    private Ranges() {}

    /** Checks that {@code value} lies in 0 to {@code size}−1. */
    static void index(String what, int value, int size) {
        between(what, value, 0, size - 1);
    }

    /** Checks that {@code value} lies in {@code least} to {@code most}, both included. */
    static void between(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(what + " " + value + " is out of range " + least + ".." + most);
        }
    }
}
