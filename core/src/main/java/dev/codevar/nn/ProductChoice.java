package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Which product multiplies by a weight, and why: what is fastest, of those that leave each row its own bits. */
enum ProductChoice {
    CUDA(Kernel.LIBTORCH, "on CUDA libtorch's own are fastest"),
    LARGE(Kernel.ONEDNN_PACKED, "fastest for weights of 524288 numbers and more"),
    MANY_INPUTS(Kernel.ONEDNN_PACKED, "libtorch's rows depend on the others above 512 inputs"),
    FLOAT32_RESULT(Kernel.ONEDNN_PACKED, "writes float32 without rounding on the way"),
    SMALL(Kernel.LIBTORCH_PACKED, "fastest for small weights"),
    TILES(Kernel.LIBTORCH_PACKED, "oneDNN's rows depend on the others in tiles (AMX)"),
    NO_ONEDNN(Kernel.LIBTORCH_PACKED, "there are no natives of oneDNN here"),
    UNPACKED(Kernel.LIBTORCH, "no library here packs weights of this precision for this processor");

    /** Numbers in a weight from which a product takes so long that asking for the newer oneDNN's kernel each time does not matter. */
    private static final long LARGE_WEIGHT = 1 << 19;

    /**
     * Up to so many inputs libtorch's oneDNN adds up a number's terms one after the other, as the newer one always does. Of more it
     * makes partial sums where there are few rows (on AVX2, from 640 inputs on) or many threads (from 1024 on): a row's bits then
     * depend on the others'.
     */
    private static final long INPUTS_SUMMED_IN_ORDER = 512;

    /** So many inputs libtorch's oneDNN adds up one after the other in tiles. */
    private static final long INPUTS_SUMMED_IN_ORDER_IN_TILES = 4096;

    /**
     * Of more inputs it shares a sum among threads where results have at most 1024 numbers in a block of at least 16 columns and all rows:
     * not so from 65 rows on.
     */
    private static final long ROWS_SUMMED_IN_ORDER_IN_TILES = 65;

    private final String kernel;
    private final String why;

    ProductChoice(String kernel, String why) {
        this.kernel = kernel;
        this.why = why;
    }

    Kernel kernel() {
        return new Kernel(kernel, why);
    }

    /**
     * What products there are for a device and a precision.
     *
     * @param cuda whether the device is CUDA's
     * @param loaded whether oneDNN's own library is loaded
     * @param computes whether it multiplies this precision by instructions
     * @param tiles whether it does so in tiles (AMX): it then gives a row other bits for other numbers of rows, which libtorch's does not
     * @param packs whether libtorch's copy of oneDNN packs weights of this precision
     */
    record Abilities(boolean cuda, boolean loaded, boolean computes, boolean tiles, boolean packs) {
        static Abilities of(Compute compute) {
            boolean float32 = compute.precision() == Precision.FLOAT32;
            // oneDNN multiplies bfloat16 only where the processor does.
            boolean multiplies = float32 || (compute.precision() == Precision.BFLOAT16 && Cpu.multipliesBfloat16());
            LibtorchOneDnn inside = LibtorchOneDnn.instance();
            return new Abilities(
                    compute.device().cuda(),
                    Dnnl.loaded(),
                    Dnnl.computes(compute),
                    !float32 && Cpu.multipliesTiles(),
                    multiplies && inside != null && (float32 || inside.packs(compute.type())));
        }
    }

    /** {@return the choice for a weight (out, in), on the device and in the precision of {@code compute}} */
    static ProductChoice of(Tensor placed_OI, Compute compute) {
        return of(placed_OI.size(0), placed_OI.size(1), Abilities.of(compute));
    }

    static ProductChoice of(long out, long in, Abilities can) {
        if (can.cuda()) {
            return CUDA;
        }
        boolean large = out * in >= LARGE_WEIGHT;
        if (can.computes() && !can.tiles()) {
            if (large) {
                return LARGE;
            }
            if (in > INPUTS_SUMMED_IN_ORDER) {
                return MANY_INPUTS;
            }
        }
        if (!can.packs()) {
            return UNPACKED;
        }
        if (!can.loaded()) {
            return NO_ONEDNN;
        }
        return large || (can.tiles() && in > INPUTS_SUMMED_IN_ORDER_IN_TILES) ? TILES : SMALL;
    }

    /** {@return the choice where the result is to be float32} Parameters as above. */
    static ProductChoice toFloat32(Tensor placed_OI, Compute compute) {
        return toFloat32(placed_OI.size(0), placed_OI.size(1), Abilities.of(compute));
    }

    static ProductChoice toFloat32(long out, long in, Abilities can) {
        return !can.cuda() && can.computes() && !can.tiles() ? FLOAT32_RESULT : of(out, in, can);
    }

    /**
     * @param placed_OI the weight (out, in), on the device and in the precision of {@code compute}
     * @param bias_O the bias (out), likewise, or null; stays the caller's, who keeps it at least as long
     * @param compute where and how finely to multiply
     * @param owner keeps what the product keeps of the weight
     * @return the product
     */
    Product product(Tensor placed_OI, @Nullable Tensor bias_O, Compute compute, Owner owner) {
        LibtorchOneDnn inside = LibtorchOneDnn.instance();
        return switch (this) {
            case LARGE, MANY_INPUTS -> new DnnlProduct(placed_OI, bias_O, compute.type(), owner);
            case FLOAT32_RESULT -> new DnnlProduct(placed_OI, bias_O, Precision.FLOAT32.type(), owner);
            default -> {
                Product product = kernel.equals(Kernel.LIBTORCH_PACKED) && inside != null
                        ? inside.product(placed_OI, bias_O, owner)
                        : new PlainProduct(placed_OI, bias_O, owner);
                yield this == TILES && placed_OI.size(1) > INPUTS_SUMMED_IN_ORDER_IN_TILES
                        ? product.inCompany(ROWS_SUMMED_IN_ORDER_IN_TILES)
                        : product;
            }
        };
    }
}
