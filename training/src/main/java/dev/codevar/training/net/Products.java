package dev.codevar.training.net;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The matrix products of layers, differentiable. In float32 they are OpenBLAS's, on one thread. libtorch's oneDNN ({@code mkldnn_linear}), which
 * has several, must not be used here: on processors with AVX2 and no AVX-512 its gradient of weights writes beyond its memory (libtorch
 * 2.10, two threads, 8320 rows; the process ends in the allocator).
 */
final class Products {
    private Products() {}

    /**
     * {@return x·Wᵀ + b}
     *
     * @param x_rI rows (..., in)
     * @param weight_OI (out, in)
     * @param bias_O (out)
     */
    static Tensor linear(Tensor x_rI, Tensor weight_OI, Tensor bias_O) {
        return torch.linear(x_rI, weight_OI, new TensorOptional(bias_O));
    }
}
