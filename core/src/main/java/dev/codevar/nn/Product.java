package dev.codevar.nn;

import org.bytedeco.pytorch.Tensor;

/** x·Wᵀ + b with one weight. */
interface Product {
    /**
     * @param x_rI rows (..., in)
     * @param withGelu whether GELU in its tanh form is applied to the result
     * @return (..., out)
     */
    Tensor apply(Tensor x_rI, boolean withGelu);
}
