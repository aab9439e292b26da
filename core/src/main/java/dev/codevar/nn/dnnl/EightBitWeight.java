package dev.codevar.nn.dnnl;

import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A weight in 8 bits: each output channel's numbers are whole ones of −largest to largest, times the channel's step. The channel's
 * largest number is met exactly, the others are wrong by at most half a step.
 *
 * @param values_OI the whole numbers (out, in), int8
 * @param step_O1 the steps (out, 1), float32, greater than 0
 */
public record EightBitWeight(Tensor values_OI, Tensor step_O1) {
    /** What 8 bits hold of either sign. */
    public static final int EIGHT_BITS = 127;

    /** What 7 bits hold: two products with 8 bits without a sign then stay within 16 bits, 2·255·63 = 32130. */
    public static final int SEVEN_BITS = 63;

    /** In place of the step of a channel that is 0 throughout. */
    private static final double LEAST_STEP = 1e-30;

    /**
     * @param weight_OI (out, in), of any floating type
     * @param largest {@link #EIGHT_BITS} or {@link #SEVEN_BITS}
     * @return the nearest, in the innermost scope; of one that {@link #widened_OI} made of 8 bits, these themselves
     */
    public static EightBitWeight nearest(Tensor weight_OI, int largest) {
        Tensor given_OI = weight_OI.to(ScalarType.Float);
        long[] inputs = {1};
        Tensor extreme_O1 = torch.max(
                given_OI.amax(inputs, true), given_OI.amin(inputs, true).neg());
        Tensor step_O1 = extreme_O1.div(new Scalar((double) largest)).clamp_min(new Scalar(LEAST_STEP));
        // What it takes in float32 dies here, not at the end of a scope that outlives packing.
        Tensor values_OI = Scoped.result(() -> given_OI.div(step_O1).round_().to(ScalarType.Char));
        return new EightBitWeight(values_OI, step_O1);
    }

    /** {@return the weight that these numbers stand for (out, in), float32, in the innermost scope} */
    public Tensor widened_OI() {
        return values_OI.to(ScalarType.Float).mul_(step_O1);
    }

    /** {@return step·sum of the whole numbers, per channel (out), float32: what the product of a row of ones is} */
    Tensor sum_O() {
        // 32 bits hold 2²⁴ of them, and libtorch widens all numbers before it adds them.
        return values_OI
                .sum(new long[] {1}, true, new ScalarTypeOptional(ScalarType.Int))
                .to(ScalarType.Float)
                .mul(step_O1)
                .view(-1);
    }
}
