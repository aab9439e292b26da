package dev.codevar.lab.train;

import dev.codevar.tensor.Libtorch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The matrix products of layers, differentiable. */
final class Products {
    private Products() {}

    /**
     * {@return x·Wᵀ + b} In float32 on several threads it is oneDNN's product: libtorch's usual one is OpenBLAS's, which has one
     * thread alone (see {@link Libtorch#load}). On one thread that is the faster of the two, by up to a fifth.
     *
     * @param x_rI rows (..., in)
     * @param weight_OI (out, in)
     * @param bias_O (out)
     */
    static Tensor linear(Tensor x_rI, Tensor weight_OI, Tensor bias_O) {
        TensorOptional bias = new TensorOptional(bias_O);
        return float32(x_rI) && Libtorch.threads() > 1 && torch.hasMKLDNN()
                ? torch.mkldnn_linear(x_rI.to_mkldnn(), weight_OI, bias).to_dense()
                : torch.linear(x_rI, weight_OI, bias);
    }

    private static boolean float32(Tensor x_rI) {
        return x_rI.is_cpu()
                && x_rI.scalar_type().value == ScalarType.Float.value
                && !torch.is_autocast_enabled(DeviceType.CPU);
    }
}
