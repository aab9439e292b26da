package dev.codevar.model;

import org.bytedeco.pytorch.Tensor;

/** Sees what a model's large layers make of their rows, for measurements. */
@FunctionalInterface
public interface LayerWatch {
    /** Nobody watches. */
    LayerWatch NOBODY = (block, layer, x_rlI, y_rlO) -> {};

    /**
     * A layer multiplied. The tensors are not to be changed, and gone after the call.
     *
     * @param block which block, from 0
     * @param layer which of its layers
     * @param x_rlI rows, of the layer's precision
     * @param y_rlO what it made of them
     */
    void multiplied(int block, LargeLayer layer, Tensor x_rlI, Tensor y_rlO);
}
