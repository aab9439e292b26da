package dev.codevar.nn;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** x·Wᵀ + b with one weight, by whatever multiplies fastest for a device and a precision. */
interface Product {
    /** Numbers in a weight from which a product takes so long that asking for the newer oneDNN's kernel each time does not matter. */
    long LARGE_WEIGHT = 1 << 19;

    /**
     * @param placed_OI the weight (out, in), on the device and in the precision of {@code compute}
     * @param bias_O the bias (out), likewise, or null; stays the caller's, who keeps it at least as long
     * @param compute where and how finely to multiply
     * @param owner keeps what the product keeps of the weight
     * @return the product
     */
    static Product of(Tensor placed_OI, @Nullable Tensor bias_O, Compute compute, Owner owner) {
        if (compute.device().cuda()) {
            return new PlainProduct(placed_OI, bias_O, owner);
        }
        // oneDNN multiplies bfloat16 only where the processor does.
        boolean bfloat16 = compute.precision() == Precision.BFLOAT16 && Cpu.multipliesBfloat16();
        if (bfloat16 && placed_OI.numel() >= LARGE_WEIGHT && Dnnl.loaded()) {
            return new DnnlProduct(placed_OI, bias_O, owner);
        }
        LibtorchOneDnn inside = LibtorchOneDnn.instance();
        return inside != null && (bfloat16 || compute.precision() == Precision.FLOAT32)
                ? inside.product(placed_OI, bias_O, owner)
                : new PlainProduct(placed_OI, bias_O, owner);
    }

    /**
     * @param x_rI rows (..., in)
     * @param withGelu whether GELU in its tanh form is applied to the result
     * @return (..., out)
     */
    Tensor apply(Tensor x_rI, boolean withGelu);
}
