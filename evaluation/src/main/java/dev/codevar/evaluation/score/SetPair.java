package dev.codevar.evaluation.score;

import dev.codevar.fault.InvalidInputException;

/** What every comparison of two sets of features asks of them. */
final class SetPair {
    private SetPair() {}

    /** Refuses features of different dimensions. */
    static void check(Features one, Features other) {
        if (one.dimensions() != other.dimensions()) {
            throw new InvalidInputException("features of " + one.dimensions() + " and of " + other.dimensions()
                    + " dimensions cannot be compared");
        }
    }
}
