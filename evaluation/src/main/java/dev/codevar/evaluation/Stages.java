package dev.codevar.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long one thing after the other took. */
final class Stages {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private String current = "";
    private long start;

    /** Ends the stage before, if there is one. */
    void begin(String stage) {
        end();
        current = stage;
        start = System.nanoTime();
    }

    /** {@return stage → seconds, in order} */
    Map<String, Double> end() {
        if (!current.isEmpty()) {
            seconds.merge(current, (System.nanoTime() - start) * 1e-9, Double::sum);
            current = "";
        }
        return Collections.unmodifiableMap(seconds);
    }
}
