package dev.codevar.lab.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * What a batch gave.
 *
 * @param value scalar with its graph
 * @param metrics by name, such as "accuracy" or "scale 3 loss", for the log; each is a mean over the batch
 */
public record Loss(Tensor value, Map<String, Double> metrics) {

    /** Keeps the metrics' order. */
    public Loss {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
