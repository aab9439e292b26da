package dev.codevar.measure.speed.ceiling;

import dev.codevar.fault.InvalidInputException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every measurement must be: a number in its range. */
public final class Checks {

    private Checks() {}

    public static void atLeast(String what, long value, long least) {
        if (value < least) {
            throw new InvalidInputException(what + " " + value + " is not " + least + " or more");
        }
    }

    public static void atLeast(String what, @Nullable Long value, long least) {
        if (value != null) {
            atLeast(what, value.longValue(), least);
        }
    }

    public static void notNegative(String what, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new InvalidInputException(what + " " + value + " is not a number from 0");
        }
    }

    public static void notNegative(String what, @Nullable Double value) {
        if (value != null) {
            notNegative(what, value.doubleValue());
        }
    }

    public static void notNegative(String what, List<Double> values) {
        values.forEach(value -> notNegative(what, value.doubleValue()));
    }

    public static void positive(String what, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new InvalidInputException(what + " " + value + " is not a number above 0");
        }
    }

    public static void notEmpty(String what, Collection<?> values) {
        if (values.isEmpty()) {
            throw new InvalidInputException(what + ": at least one is needed, got none");
        }
    }
}
