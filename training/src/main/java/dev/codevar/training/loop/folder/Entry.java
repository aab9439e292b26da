package dev.codevar.training.loop.folder;

import java.util.Map;

/**
 * A line of the log.
 *
 * @param step how many steps were taken
 * @param epoch the one that the last of them belongs to, from 0
 * @param kind {@link #TRAINING} or {@link #VALIDATION}
 * @param values by name
 */
public record Entry(int step, int epoch, String kind, Map<String, Double> values) {
    /** Means over the steps since the last such line. */
    public static final String TRAINING = "training";
    /** Measures of held-out data. */
    public static final String VALIDATION = "validation";
}
