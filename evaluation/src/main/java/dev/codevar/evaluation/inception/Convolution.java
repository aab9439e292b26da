package dev.codevar.evaluation.inception;

import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A loaded unit. Its batch norm, which knows no batch any more, is multiplied into kernel and bias, in float64. */
final class Convolution {
    /** What is added to variances. */
    static final double EPSILON = 1e-3;

    private static final long[] UNIT = {1, 1};

    private final Tensor weight;
    private final TensorOptional bias;
    private final long[] stride;
    private final long[] padding;

    /**
     * @param weights of this unit alone
     * @param in input channels
     * @param unit everything else
     */
    Convolution(Weights weights, int in, Unit unit, Compute compute, Owner owner) {
        int out = unit.out();
        Weights norm = weights.under("bn.");
        norm.skip("num_batches_tracked");
        Tensor scale_c = norm.take("weight", ScalarType.Double, out).div(deviation(norm, out));
        Tensor bias_c = norm.take("bias", ScalarType.Double, out)
                .sub(norm.take("running_mean", ScalarType.Double, out).mul(scale_c));
        weight = owner.own(Scoped.result(() -> {
            Tensor plain = weights.take("conv.weight", ScalarType.Double, out, in, unit.high(), unit.wide());
            return compute.place(plain.mul_(scale_c.view(-1, 1, 1, 1))).contiguous(MemoryFormat.ChannelsLast);
        }));
        bias = owner.own(new TensorOptional(compute.place(bias_c)));
        stride = new long[] {unit.stride(), unit.stride()};
        padding = unit.padded() ? new long[] {unit.high() / 2, unit.wide() / 2} : new long[] {0, 0};
    }

    private static Tensor deviation(Weights norm, int channels) {
        Tensor variance_c =
                norm.take("running_var", ScalarType.Double, channels).add_(new Scalar(EPSILON));
        double smallest = variance_c.min().item_double();
        if (smallest <= 0) {
            throw new BrokenFileException("a batch norm has a variance of " + (smallest - EPSILON)
                    + " (legal: greater than -" + EPSILON + ")");
        }
        return variance_c.sqrt_();
    }

    /** {@return what the unit makes of pictures (B, in, h, w) in channels-last layout: (B, out, h', w')} */
    Tensor apply(Tensor x_Bchw) {
        return torch.conv2d(x_Bchw, weight, bias, stride, padding, UNIT, 1).relu_();
    }
}
