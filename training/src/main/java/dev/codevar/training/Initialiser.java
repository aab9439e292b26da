package dev.codevar.training;

import dev.codevar.checkpoint.TensorInfo;

/** What parameters are before they are trained. */
@FunctionalInterface
public interface Initialiser {

    /**
     * Sets a parameter's first values.
     *
     * @param parameter its name and shape
     * @param values as many as it has elements, all 0, the last index fastest
     */
    void fill(TensorInfo parameter, float[] values);
}
