package dev.codevar.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What a batch gave.
 *
 * @param value scalar with its graph
 * @param opponents what the task's {@link Opponent} learns by, a scalar with a graph that shares no parameter with the other's;
 *     there in the steps in which it learns
 * @param metrics by name, such as "accuracy" or "scale 3 loss", for the log; each is a mean over the batch
 */
public record Loss(Tensor value, Optional<Tensor> opponents, Map<String, Double> metrics) {

    /** Keeps the metrics' order. */
    public Loss {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Of a task that has no opponent, or of a step in which it does not learn. */
    public Loss(Tensor value, Map<String, Double> metrics) {
        this(value, Optional.empty(), metrics);
    }

    /** {@return the same with more in the log, behind what is there} */
    public Loss with(Map<String, Double> more) {
        Map<String, Double> all = new LinkedHashMap<>(metrics);
        all.putAll(more);
        return new Loss(value, opponents, all);
    }
}
