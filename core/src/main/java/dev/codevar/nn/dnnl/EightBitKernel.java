package dev.codevar.nn.dnnl;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Owner;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * oneDNN's matrix product of rows in 8 bits without a sign and a weight in 8 bits with one, of one shape of weight. Products have a first
 * dimension of 1 here, and that is no matter of taste: oneDNN 3.11 multiplies by a factor for each row inside its fast kernels where rows
 * are the second of three dimensions, and by its reference code, a thousand times slower, where they are the first of two.
 */
final class EightBitKernel {
    /** What GELU never goes below, and what is added to it so that no number is below 0: {@code -min gelu(x)}, rounded up. */
    static final double RAISE = 0.17005;

    /** A packed weight lies the same for every number of rows. */
    private static final long USUAL_ROWS = 512;

    private static final int OUTPUTS = 1 << 2;

    private final long in;
    private final long out;
    private final boolean withMiddle;
    private final Bias bias;
    private final memory.desc packing;
    private final String name;

    /** How the bias comes to rows that are multiplied by their steps: not as oneDNN's own bias, which is added before that. */
    private enum Bias {
        /** It lies in the result already: oneDNN's kernels for packed weights add to it, and to nothing else per channel. */
        UNDERLIES,
        /** It is added: the kernels that libraries without AVX-512 have can do that, and no adding to the result. */
        FOLLOWS
    }

    private EightBitKernel(long in, long out, boolean withMiddle, Bias bias, Owner owner) {
        this.in = in;
        this.out = out;
        this.withMiddle = withMiddle;
        this.bias = bias;
        matmul.primitive_desc usual =
                description(USUAL_ROWS, layout(memory.data_type.s8, memory.format_tag.any, 1, in, out), false);
        packing = owner.own(usual.weights_desc());
        name = nameOf(usual);
    }

    /**
     * @param withMiddle whether rows have a number other than 0 that stands for 0
     * @param owner keeps what is needed for every row
     * @return the kernel for a weight (out, in)
     */
    static EightBitKernel of(long in, long out, boolean withMiddle, Owner owner) {
        return find(in, out, withMiddle, owner)
                .orElseThrow(
                        () -> new InvalidInputException(
                                "precision int8 is not possible here: oneDNN has no fast kernel for this processor; use float32"));
    }

    /** {@return whether there is one} */
    static boolean offered() {
        try (Owner temporary = new Owner()) {
            return Dnnl.loaded() && find(64, 64, true, temporary).isPresent();
        } catch (RuntimeException noSuchKernel) {
            return false;
        }
    }

    private static Optional<EightBitKernel> find(long in, long out, boolean withMiddle, Owner owner) {
        try (PointerScope finding = new PointerScope()) {
            // One that cannot be made is no reason for another:
            // where that is for want of memory, a weight would have other bits.
            return Arrays.stream(Bias.values())
                    .map(bias -> new EightBitKernel(in, out, withMiddle, bias, owner))
                    .filter(kernel -> !reference(kernel.name))
                    .findFirst();
        }
    }

    /** {@return what is largest in a weight: sums of two products of 8 bits do not fit into 16, where they are made there} */
    int largestWeight() {
        return Stream.of("vnni", "amx", "avx10").anyMatch(name::contains)
                ? EightBitWeight.EIGHT_BITS
                : EightBitWeight.SEVEN_BITS;
    }

    /** {@return how the weight (1, in, out) lies} */
    memory.desc packing() {
        return packing;
    }

    Kernel named() {
        return new Kernel(
                Kernel.ONEDNN_EIGHT_BITS,
                name
                        + (largestWeight() == EightBitWeight.EIGHT_BITS
                                ? ""
                                : ", weights of 7 bits: sums of two products are 16 bits"));
    }

    /**
     * @param r how many rows
     * @param step_r1 their steps (r, 1)
     * @param bias_11O the bias (1, 1, out), added to rows times their steps
     * @param y_1rO where the result will be; it may be written to now
     * @param raisedGelu whether GELU in its tanh form is applied to the result, and {@link #RAISE} added
     * @param operands gets what the kernel needs besides rows, weight, the weight's steps, result, and where rows have one the sum that
     *     belongs to their middle as bias
     * @return what multiplies
     */
    matmul ofRows(long r, Tensor step_r1, Tensor bias_11O, Tensor y_1rO, boolean raisedGelu, IntMemoryMap operands) {
        matmul.primitive_desc description = description(r, packing, raisedGelu);
        if (reference(nameOf(description))) {
            throw new CodeVarException("oneDNN has no fast kernel for " + r + " rows of " + in + " by " + out);
        }
        operands.put(argument(0), Dnnl.in(step_r1.view(1, r, 1)));
        if (bias == Bias.UNDERLIES) {
            y_1rO.copy_(bias_11O);
        } else {
            operands.put(argument(1), Dnnl.in(bias_11O));
        }
        return new matmul(description);
    }

    private static int argument(int place) {
        return dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (place + 1) | dnnl.DNNL_ARG_SRC_1;
    }

    private matmul.primitive_desc description(long r, memory.desc weight, boolean raisedGelu) {
        memory.desc rows = layout(memory.data_type.u8, memory.format_tag.abc, 1, r, in);
        memory.desc result = layout(memory.data_type.f32, memory.format_tag.abc, 1, r, out);
        primitive_attr attributes = attributes(r, raisedGelu);
        return withMiddle
                ? new matmul.primitive_desc(Dnnl.processor(), rows, weight, perOutput(), result, attributes, false)
                : new matmul.primitive_desc(Dnnl.processor(), rows, weight, result, attributes, false);
    }

    private primitive_attr attributes(long r, boolean raisedGelu) {
        post_ops after = new post_ops();
        after.append_binary(dnnl.algorithm.binary_mul, layout(memory.data_type.f32, memory.format_tag.abc, 1, r, 1));
        if (bias == Bias.UNDERLIES) {
            after.append_sum();
        } else {
            after.append_binary(dnnl.algorithm.binary_add, perOutput());
        }
        if (raisedGelu) {
            after.append_eltwise(dnnl.algorithm.eltwise_gelu_tanh, 0, 0);
            after.append_eltwise(dnnl.algorithm.eltwise_linear, 1, (float) RAISE);
        }
        primitive_attr attributes = new primitive_attr();
        attributes.set_scales_mask(dnnl.DNNL_ARG_WEIGHTS, OUTPUTS);
        attributes.set_post_ops(after);
        return attributes;
    }

    private memory.desc perOutput() {
        return layout(memory.data_type.f32, memory.format_tag.abc, 1, 1, out);
    }

    private static memory.desc layout(memory.data_type type, memory.format_tag order, long... sizes) {
        return new memory.desc(sizes, type, order);
    }

    private static String nameOf(matmul.primitive_desc description) {
        return description.impl_info_str().getString();
    }

    private static boolean reference(String name) {
        return name.startsWith("ref");
    }
}
