package dev.codevar.training.golden;

import dev.codevar.verify.Check;
import java.util.ArrayList;
import java.util.List;

/** Collects differences of many numbers into one check: how many are too large, the largest, and the names of the first few. */
final class DifferenceTally {
    private static final int NAMES_IN_A_NOTE = 3;

    private final double tolerance;
    private final List<String> notes = new ArrayList<>();
    private int values;
    private int differing;
    private double largest;

    /**
     * @param tolerance the largest difference that holds, in proportion to what {@link #add} is told
     */
    DifferenceTally(double tolerance) {
        this.tolerance = tolerance;
    }

    /**
     * Compares a number.
     *
     * @param what its name
     * @param size what the difference is taken in proportion to
     */
    void add(String what, double expected, double got, double size) {
        double difference = Math.abs(got - expected) / size;
        values++;
        largest = Math.max(largest, difference);
        // Written so that a NaN counts as too large.
        if (!(difference <= tolerance)) {
            differing++;
            if (differing <= NAMES_IN_A_NOTE) {
                notes.add(what + " is " + got + ", expected " + expected);
            }
        }
    }

    void note(String note) {
        notes.add(note);
    }

    /** {@return the outcome, without a name} */
    Check check() {
        return new Check("", values, differing, largest, tolerance, differing == 0, String.join("; ", notes));
    }
}
