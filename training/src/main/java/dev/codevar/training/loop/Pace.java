package dev.codevar.training.loop;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How fast a training goes, since it was begun or went on. */
final class Pace {
    private static final double NANOS = 1e9;
    /** How much of the mean time of a step stays in a step. */
    private static final double KEPT = 0.9;

    private final LongSupplier nanos;
    private final int examplesOfStep;
    private final long began;
    private int steps;
    private double secondsOfStep;

    /**
     * @param nanos a clock
     * @param examplesOfStep how many examples a step sees
     */
    Pace(LongSupplier nanos, int examplesOfStep) {
        this.nanos = nanos;
        this.examplesOfStep = examplesOfStep;
        this.began = nanos.getAsLong();
    }

    /** {@return what {@code step} gives; it is timed} */
    <T> T step(Supplier<T> step) {
        long before = nanos.getAsLong();
        T result = step.get();
        double seconds = (nanos.getAsLong() - before) / NANOS;
        secondsOfStep = steps == 0 ? seconds : KEPT * secondsOfStep + (1 - KEPT) * seconds;
        steps++;
        return result;
    }

    /** {@return examples a second, in the last few steps alone} */
    double examplesPerSecond() {
        return examplesOfStep / secondsOfStep;
    }

    /** {@return the time that so many more steps will take, with everything between steps} */
    double secondsFor(int more) {
        return (nanos.getAsLong() - began) / NANOS / steps * more;
    }
}
