package dev.codevar.training.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Measures examples that are not trained on, batch by batch and without gradients. */
public final class HeldOut {
    private static final int TOGETHER = 50;

    private HeldOut() {}

    /**
     * @param examples how many there are
     * @param measure of some of them, by name
     * @return the means over all
     */
    public static Map<String, Double> means(int examples, Function<int[], Map<String, Double>> measure) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int from = 0; from < examples; from += TOGETHER) {
            int[] some =
                    IntStream.range(from, Math.min(examples, from + TOGETHER)).toArray();
            Ungraded.value(() -> measure.apply(some))
                    .forEach((name, mean) -> sums.merge(name, mean * some.length, Double::sum));
        }
        sums.replaceAll((name, sum) -> sum / examples);
        return sums;
    }
}
