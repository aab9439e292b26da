package dev.codevar.training.task;

import java.util.LinkedHashMap;
import java.util.Map;

/** Means of named numbers over examples that are measured batch by batch. */
final class Means {
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private int examples;

    /**
     * @param means over a batch
     * @param size how many examples it has
     */
    void add(Map<String, Double> means, int size) {
        means.forEach((name, mean) -> sums.merge(name, mean * size, Double::sum));
        examples += size;
    }

    /** {@return the means over all} */
    Map<String, Double> all() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / examples));
        return means;
    }
}
