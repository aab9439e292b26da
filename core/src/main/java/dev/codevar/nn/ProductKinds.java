package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Every kind of product that can multiply on a device in a precision: for measuring what the machine can do, whichever is used. */
public final class ProductKinds {

    private ProductKinds() {}

    /**
     * A kind of product.
     *
     * @param name whose kernel it is, and whether the weight is packed
     * @param packing makes a product of a weight
     */
    public record Kind(String name, Packing packing) {}

    /** Makes a product of a weight. */
    @FunctionalInterface
    public interface Packing {
        /**
         * @param placed_OI the weight (out, in), on the device and in the precision
         * @param owner keeps what the product keeps of the weight
         * @return takes rows (r, in) to x·Wᵀ (r, out)
         */
        UnaryOperator<Tensor> pack(Tensor placed_OI, Owner owner);
    }

    /**
     * @param compute where and how finely to multiply
     * @return the kinds that can, at least one; the plain product first
     */
    public static List<Kind> of(Compute compute) {
        if (compute.precision() == Precision.INT8) {
            return List.of(new Kind(Kernel.ONEDNN_EIGHT_BITS, ProductKinds::inEightBits));
        }
        List<Kind> kinds = new ArrayList<>();
        kinds.add(new Kind(Kernel.LIBTORCH, (weight_OI, owner) -> plain(new PlainProduct(weight_OI, null, owner))));
        boolean float32 = compute.precision() == Precision.FLOAT32;
        boolean bfloat16 = compute.precision() == Precision.BFLOAT16 && Cpu.multipliesBfloat16();
        if (!compute.device().cuda() && (float32 || bfloat16)) {
            LibtorchOneDnn inside = LibtorchOneDnn.instance();
            if (inside != null) {
                kinds.add(new Kind(
                        Kernel.LIBTORCH_PACKED, (weight_OI, owner) -> plain(inside.product(weight_OI, null, owner))));
            }
            if (Dnnl.computes(compute)) {
                kinds.add(new Kind(
                        Kernel.ONEDNN_PACKED,
                        (weight_OI, owner) -> plain(new DnnlProduct(weight_OI, null, compute.type(), owner))));
            }
        }
        return kinds;
    }

    private static UnaryOperator<Tensor> inEightBits(Tensor weight_OI, Owner owner) {
        return EightBitProduct.of(weight_OI, null, owner)::apply;
    }

    private static UnaryOperator<Tensor> plain(Product product) {
        return x_rI -> product.apply(x_rI, false);
    }
}
