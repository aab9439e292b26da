package dev.codevar.nn;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** x·Wᵀ + b with one weight, by what multiplies fastest for a device and a precision and leaves each row its own bits. */
interface Product {
    /** Numbers in a weight from which a product takes so long that asking for the newer oneDNN's kernel each time does not matter. */
    long LARGE_WEIGHT = 1 << 19;

    /**
     * Up to so many inputs libtorch's oneDNN adds up a number's terms one after the other, as the newer one always does. Of more it
     * makes partial sums where there are few rows (on AVX2, from 640 inputs on) or many threads (from 1024 on): a row's bits then
     * depend on the others'.
     */
    long INPUTS_SUMMED_IN_ORDER = 512;

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
        if (newer(placed_OI, compute)) {
            return new DnnlProduct(placed_OI, bias_O, compute.type(), owner);
        }
        // oneDNN multiplies bfloat16 only where the processor does.
        boolean packs = compute.precision() == Precision.FLOAT32
                || (compute.precision() == Precision.BFLOAT16 && Cpu.multipliesBfloat16());
        LibtorchOneDnn inside = LibtorchOneDnn.instance();
        return inside != null && packs
                ? inside.product(placed_OI, bias_O, owner)
                : new PlainProduct(placed_OI, bias_O, owner);
    }

    /** {@return the same, with a float32 result, not rounded to less on the way where a kernel can} Parameters as above. */
    static Product toFloat32(Tensor placed_OI, Tensor bias_O, Compute compute, Owner owner) {
        if (Dnnl.computes(compute) && !rowsDependOnOthers(compute)) {
            return new DnnlProduct(placed_OI, bias_O, ScalarType.Float, owner);
        }
        Product product = of(placed_OI, bias_O, compute, owner);
        return (x_rI, withGelu) -> product.apply(x_rI, withGelu).to(ScalarType.Float);
    }

    private static boolean newer(Tensor placed_OI, Compute compute) {
        if (!Dnnl.computes(compute)) {
            return false;
        }
        boolean large = placed_OI.numel() >= LARGE_WEIGHT;
        return compute.precision() == Precision.FLOAT32
                ? large || placed_OI.size(1) > INPUTS_SUMMED_IN_ORDER
                : large && !rowsDependOnOthers(compute);
    }

    /** In tiles the newer oneDNN gives a row other bits for other numbers of rows, which libtorch's does not. */
    private static boolean rowsDependOnOthers(Compute compute) {
        return compute.precision() != Precision.FLOAT32 && Cpu.multipliesTiles();
    }

    /**
     * @param x_rI rows (..., in)
     * @param withGelu whether GELU in its tanh form is applied to the result
     * @return (..., out)
     */
    Tensor apply(Tensor x_rI, boolean withGelu);
}
