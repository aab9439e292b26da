package dev.codevar.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a learning rate falls from its peak to what it ends at. */
public enum Fall {
    /** Along half a cosine, to its end in the step that would come after the last. */
    COSINE(0) {
        @Override
        double height(int step, int steps) {
            double done = (double) step / steps;
            return (1 + Math.cos(Math.PI * done)) / 2;
        }
    },

    /**
     * As VAR was trained (the published code's schedule "lin0"): it stays for a twentieth of the steps, and then goes along a line to
     * its end in the last.
     */
    LINE(0.01) {
        private static final double STAYS = 0.05;

        @Override
        double height(int step, int steps) {
            double done = steps == 1 ? 0 : (double) step / (steps - 1);
            return done < STAYS ? 1 : (1 - done) / (1 - STAYS);
        }
    };

    private final double usualEnd;

    Fall(double usualEnd) {
        this.usualEnd = usualEnd;
    }

    /** {@return the share of the peak that it ends at where nothing else is said} */
    public double usualEnd() {
        return usualEnd;
    }

    /**
     * @param step how many steps ago the rate had its peak
     * @param steps how many steps there are from the peak on
     * @return how much of the way is still to go, from 1 to 0
     */
    abstract double height(int step, int steps);

    /** {@return its name in configurations} */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the one of that name in configurations} */
    @JsonCreator
    public static Fall of(String label) {
        return Arrays.stream(values())
                .filter(fall -> fall.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("fall '" + label + "' is not one of "
                        + Arrays.stream(values()).map(Fall::label).collect(Collectors.joining(", "))));
    }
}
