package dev.codevar.evaluation.inception;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a TensorFlow graph, as far as weights need it.
 *
 * @param name unique in its graph
 * @param operation what it does, such as {@code Const}
 * @param attributes its settings by name
 */
record GraphNode(String name, String operation, Map<String, Attribute> attributes) {

    /**
     * A setting; at most one of the three is there.
     *
     * @param number a number
     * @param flag yes or no
     * @param constant a tensor of float32
     */
    record Attribute(
            @Nullable Float number,
            @Nullable Boolean flag,
            @Nullable GraphConstant constant) {}
}
