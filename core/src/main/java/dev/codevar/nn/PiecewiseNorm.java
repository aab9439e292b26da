package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Layout;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The group norm of one picture, channels-last, with the same bits for any number of threads: sums are taken over pieces that the
 * picture's shape alone decides, each channel's by one thread, and added up in float64. What follows, one factor and one summand a
 * channel and SiLU, is one pass of oneDNN.
 */
final class PiecewiseNorm {
    static final String NAME = "oneDNN in pieces";

    /** Numbers in a piece: few enough for its squares to stay in a processor's cache, enough for threads to share. */
    private static final long PIECE = 1 << 18;

    private static final int SUMS = 0;
    private static final int SQUARES = 1;

    private final long channels;
    private final Tensor weight_Gc;
    private final Tensor bias_Gc;

    /**
     * @param weight_C a factor for each channel, in groups one after the other
     * @param bias_C a summand for each channel, likewise
     * @param owner keeps both, in float64
     */
    PiecewiseNorm(Tensor weight_C, Tensor bias_C, Owner owner) {
        channels = weight_C.size(0);
        weight_Gc = owner.own(exactByGroup(weight_C));
        bias_Gc = owner.own(exactByGroup(bias_C));
    }

    private static Tensor exactByGroup(Tensor x_C) {
        return Scoped.result(() -> x_C.to(ScalarType.Double).view(GroupNorm.GROUPS, -1));
    }

    /**
     * @param x_1Chw one picture
     * @param withSilu whether SiLU is applied to the result
     * @return the norm, channels-last
     */
    Tensor apply(Tensor x_1Chw, boolean withSilu) {
        return Scoped.result(() -> {
            Tensor given_1Chw = Layout.CHANNELS_LAST.of(x_1Chw);
            long pixels = given_1Chw.size(2) * given_1Chw.size(3);
            Tensor mean_2G1 = sums(given_1Chw.permute(0, 2, 3, 1).view(pixels, channels))
                    .div(new Scalar((double) pixels * channels / GroupNorm.GROUPS));
            Tensor mean_G1 = mean_2G1.select(0, SUMS);
            // Of equal numbers rounding leaves less than nothing.
            Tensor variance_G1 =
                    mean_2G1.select(0, SQUARES).sub(mean_G1.mul(mean_G1)).clamp_min(new Scalar(0.0));
            Tensor factor_Gc =
                    weight_Gc.mul(variance_G1.add(new Scalar(GroupNorm.EPSILON)).rsqrt());
            Tensor summand_Gc = bias_Gc.sub(mean_G1.mul(factor_Gc));
            return transform(given_1Chw, byChannel(factor_Gc), byChannel(summand_Gc), withSilu);
        });
    }

    /** {@return the sums of each group's numbers and of their squares (2, G, 1), float64} */
    private Tensor sums(Tensor x_nC) {
        long pixels = x_nC.size(0);
        long together = Math.max(1, PIECE / channels);
        long pieces = (pixels + together - 1) / together;
        Tensor sums_2pC = torch.empty(new long[] {2, pieces, channels}, new TensorOptions(ScalarType.Float), null);
        for (long p = 0; p < pieces; p++) {
            long piece = p;
            long first = p * together;
            Scoped.value(() -> {
                Tensor some_nC = x_nC.narrow(0, first, Math.min(together, pixels - first))
                        .to(ScalarType.Float);
                sum(some_nC, sums_2pC.select(0, SUMS).select(0, piece));
                return sum(some_nC.mul(some_nC), sums_2pC.select(0, SQUARES).select(0, piece));
            });
        }
        return sums_2pC.to(ScalarType.Double)
                .view(2, pieces, GroupNorm.GROUPS, -1)
                .sum(new long[] {1, 3}, false, new ScalarTypeOptional())
                .unsqueeze(2);
    }

    private static Tensor sum(Tensor x_nC, Tensor to_C) {
        return torch.sum_out(to_C, x_nC, new long[] {0}, false, new ScalarTypeOptional());
    }

    private Tensor byChannel(Tensor x_Gc) {
        return x_Gc.to(ScalarType.Float).view(1, channels, 1, 1);
    }

    private static Tensor transform(Tensor x_1Chw, Tensor factor_1C11, Tensor summand_1C11, boolean withSilu) {
        Tensor y_1Chw = torch.empty_like(x_1Chw);
        memory given = Dnnl.in(x_1Chw);
        memory factor = Dnnl.in(factor_1C11);
        memory summand = Dnnl.in(summand_1C11);
        memory made = Dnnl.in(y_1Chw);
        post_ops after = new post_ops();
        after.append_binary(dnnl.algorithm.binary_add, summand.get_desc());
        if (withSilu) {
            after.append_eltwise(dnnl.algorithm.eltwise_swish, 1, 0);
        }
        primitive_attr attributes = new primitive_attr();
        attributes.set_post_ops(after);
        binary.primitive_desc description = new binary.primitive_desc(
                Dnnl.processor(),
                dnnl.algorithm.binary_mul,
                given.get_desc(),
                factor.get_desc(),
                made.get_desc(),
                attributes,
                false);
        IntMemoryMap operands = new IntMemoryMap()
                .put(dnnl.DNNL_ARG_SRC_0, given)
                .put(dnnl.DNNL_ARG_SRC_1, factor)
                // The summand belongs to the first operation after the product.
                .put(dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1, summand)
                .put(dnnl.DNNL_ARG_DST, made);
        Dnnl.run(new binary(description), operands);
        return y_1Chw;
    }
}
