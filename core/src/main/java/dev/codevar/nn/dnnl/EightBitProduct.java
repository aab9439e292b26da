package dev.codevar.nn.dnnl;

import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * x·Wᵀ + b in 8 bits, from float32 to float32: W rounded once, with a step for each output channel, and each row of x when it comes, with
 * a step of its own. Sums are whole numbers, so a row's bits are its own, however many rows and threads there are.
 *
 * <p>With c for a channel's step, s for a row's, q and u for whole numbers, and z for the whole number that stands for 0 in rows:
 * {@code x·Wᵀ + b = s·(c·(u·q) − z·c·Σq) + b}. What is inside the brackets oneDNN makes of a product with bias; s and b it
 * multiplies and adds behind that, in the same kernel, and GELU after them.
 */
public final class EightBitProduct {
    /** What {@link #applyRaisedGelu} adds to GELU, so that no number is below 0. */
    public static final double RAISE = EightBitKernel.RAISE;

    private final long in;
    private final long out;
    private final EightBitKernel kernel;
    private final RowQuantizer rows;
    private final memory weight;
    private final Tensor step_O;
    private final @Nullable Tensor middle_11O;
    private final Tensor bias_11O;

    private EightBitProduct(Tensor weight_OI, @Nullable Tensor bias_O, boolean raised, Owner owner) {
        out = weight_OI.size(0);
        in = weight_OI.size(1);
        kernel = EightBitKernel.of(in, out, !raised, owner);
        rows = new RowQuantizer(!raised, owner);
        try (PointerScope making = new PointerScope()) {
            EightBitWeight rounded = EightBitWeight.nearest(weight_OI, kernel.largestWeight());
            Tensor packed_n = owner.own(
                    torch.empty(new long[] {kernel.packing().get_size()}, new TensorOptions(ScalarType.Byte), null));
            weight = owner.own(new memory(kernel.packing(), Dnnl.processor(), packed_n.data_ptr()));
            pack(Dnnl.in(rounded.values_OI().t().unsqueeze(0)));
            step_O = owner.own(rounded.step_O1().view(-1).contiguous());
            Tensor sum_O = rounded.sum_O();
            middle_11O = raised
                    ? null
                    : owner.own(
                            sum_O.mul(new Scalar((double) -RowQuantizer.MIDDLE)).view(1, 1, out));
            Tensor given_O = bias_O == null ? torch.zeros_like(sum_O) : bias_O.to(ScalarType.Float);
            bias_11O =
                    owner.own((raised ? given_O.sub(sum_O.mul(new Scalar(RAISE))) : given_O.clone()).view(1, 1, out));
        }
    }

    /**
     * @param weight_OI the weight (out, in), of any floating type; not needed afterwards
     * @param bias_O the bias (out), or null for none; not needed afterwards
     * @param owner keeps the product's weight
     * @return the product
     */
    public static EightBitProduct of(Tensor weight_OI, @Nullable Tensor bias_O, Owner owner) {
        return new EightBitProduct(weight_OI, bias_O, false, owner);
    }

    /** {@return the product that multiplies GELU, given what another made of it by {@link #applyRaisedGelu}} Parameters as above. */
    public static EightBitProduct ofRaisedGelu(Tensor weight_OI, @Nullable Tensor bias_O, Owner owner) {
        return new EightBitProduct(weight_OI, bias_O, true, owner);
    }

    /** {@return whether there is a kernel for it here: oneDNN's own library, with its kernels for x86-64} */
    public static boolean offered() {
        return EightBitKernel.offered();
    }

    private void pack(memory loose) {
        Dnnl.run(
                new reorder(loose, weight),
                new IntMemoryMap().put(dnnl.DNNL_ARG_FROM, loose).put(dnnl.DNNL_ARG_TO, weight));
    }

    /**
     * @param x_rI rows (..., in)
     * @return (..., out), float32
     */
    public Tensor apply(Tensor x_rI) {
        return apply(x_rI, false);
    }

    /**
     * @param x_rI rows (..., in)
     * @return {@link #RAISE} + GELU(tanh form) of (..., out), float32: for a product of {@link #ofRaisedGelu}
     */
    public Tensor applyRaisedGelu(Tensor x_rI) {
        return apply(x_rI, true);
    }

    private Tensor apply(Tensor x_rI, boolean raisedGelu) {
        return Scoped.result(() -> {
            long[] sizes = x_rI.sizes().vec().get();
            sizes[sizes.length - 1] = out;
            RowQuantizer.Rows given =
                    rows.nearest(x_rI.reshape(-1, in).to(ScalarType.Float).contiguous());
            return multiply(given, raisedGelu).view(sizes);
        });
    }

    private Tensor multiply(RowQuantizer.Rows given, boolean raisedGelu) {
        long r = given.values_rI().size(0);
        Tensor y_1rO = torch.empty(new long[] {1, r, out}, new TensorOptions(ScalarType.Float), null);
        IntMemoryMap operands = new IntMemoryMap()
                .put(dnnl.DNNL_ARG_SRC, Dnnl.in(given.values_rI().unsqueeze(0)))
                .put(dnnl.DNNL_ARG_WEIGHTS, weight)
                .put(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_WEIGHTS, Dnnl.in(step_O))
                .put(dnnl.DNNL_ARG_DST, Dnnl.in(y_1rO));
        if (middle_11O != null) {
            operands.put(dnnl.DNNL_ARG_BIAS, Dnnl.in(middle_11O));
        }
        matmul multiplication = kernel.ofRows(r, given.step_r1(), bias_11O, y_1rO, raisedGelu, operands);
        Dnnl.run(multiplication, operands);
        return y_1rO;
    }

    /** {@return which kernel multiplies, and why} */
    public Kernel kernel() {
        return kernel.named();
    }
}
