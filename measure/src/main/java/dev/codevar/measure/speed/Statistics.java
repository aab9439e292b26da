package dev.codevar.measure.speed;

import dev.codevar.measure.speed.ceiling.Checks;
import java.util.Collections;
import java.util.List;

/** Few repetitions in two numbers: one that an outlier does not move, and one that shows it. */
public final class Statistics {

    private Statistics() {}

    /**
     * @param values at least one
     * @return the middle one, or the mean of the middle two
     */
    public static double median(List<Double> values) {
        Checks.notEmpty("a median's values", values);
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /**
     * @param values at least one
     * @return the largest less the smallest
     */
    public static double spread(List<Double> values) {
        Checks.notEmpty("a spread's values", values);
        return Collections.max(values) - Collections.min(values);
    }
}
