package dev.codevar.measure.doctor;

import dev.codevar.checkpoint.Weights;
import dev.codevar.tensor.Compute;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What a VQ-VAE's layers should come to, in float64; weights as they are in the kernel's precision. */
final class PictureFormulas {
    private static final long GROUPS = 32;
    private static final double EPSILON = 1e-6;

    private final Compute compute;

    /** @param compute where pictures are, and weights are brought */
    PictureFormulas(Compute compute) {
        this.compute = compute;
    }

    /** {@return the lines of the result, each from its own copy of the lines that it sees} */
    Tensor convolved(MapLayer it, Tensor x_1Ihw, Tensor lines, Weights weights) {
        long zeros = it.stride() == 1 ? it.kernel() / 2 : 0;
        Tensor padded = torch.constant_pad_nd(x_1Ihw, new long[] {zeros, zeros, zeros, zeros}, new Scalar(0));
        Tensor seen = lines.mul(new Scalar(it.stride()))
                .unsqueeze(1)
                .add(torch.arange(new Scalar(it.kernel()), compute.options(ScalarType.Long)))
                .flatten();
        return torch.conv2d(
                exact(padded.index_select(2, seen)),
                exact(weights.take("weight", it.out(), it.in(), it.kernel(), it.kernel())),
                new TensorOptional(exact(weights.take("bias", it.out()))),
                new long[] {it.kernel(), it.stride()},
                new long[] {0, 0},
                new long[] {1, 1},
                1);
    }

    /** {@return a map and attention between all its places} */
    Tensor attended(Tensor x_1Chw, Weights weights) {
        long width = x_1Chw.size(1);
        Tensor qkv_3Cn =
                product(normed(x_1Chw, weights.under("norm.")).view(width, -1), weights.under("qkv."), 3 * width);
        Tensor q_nC = qkv_3Cn.narrow(0, 0, width).t();
        Tensor k_Cn = qkv_3Cn.narrow(0, width, width);
        Tensor v_nC = qkv_3Cn.narrow(0, 2 * width, width).t();
        Tensor seen_nn = torch.softmax(q_nC.matmul(k_Cn).div(new Scalar(Math.sqrt((double) width))), 1);
        return product(seen_nn.matmul(v_nC).t(), weights.under("proj_out."), width)
                .view(x_1Chw.sizes())
                .add(exact(x_1Chw));
    }

    /** {@return (out, n)} */
    private Tensor product(Tensor x_In, Weights weights, long out) {
        long in = x_In.size(0);
        return exact(weights.take("weight", out, in, 1, 1))
                .view(out, in)
                .matmul(x_In)
                .add(exact(weights.take("bias", out)).unsqueeze(1));
    }

    /** {@return some lines of the norm of all} */
    Tensor normed(Tensor x_1Chw, Tensor lines, Weights weights) {
        long channels = x_1Chw.size(1);
        Tensor x_Gn = exact(x_1Chw).view(GROUPS, -1);
        Tensor mean_G1 = mean(x_Gn);
        Tensor centred_Gn = x_Gn.sub(mean_G1);
        Tensor deviation_G1 =
                mean(centred_Gn.mul_(centred_Gn)).add(new Scalar(EPSILON)).sqrt();
        Tensor some_1Clw = exact(x_1Chw.index_select(2, lines));
        return some_1Clw
                .view(GROUPS, -1)
                .sub(mean_G1)
                .div(deviation_G1)
                .view(some_1Clw.sizes())
                .mul(ofChannels(weights, "weight", channels))
                .add(ofChannels(weights, "bias", channels));
    }

    private Tensor normed(Tensor x_1Chw, Weights weights) {
        Tensor all = torch.arange(new Scalar(x_1Chw.size(2)), compute.options(ScalarType.Long));
        return normed(x_1Chw, all, weights);
    }

    private static Tensor mean(Tensor x_Gn) {
        return x_Gn.mean(new long[] {1}, true, new ScalarTypeOptional());
    }

    private Tensor ofChannels(Weights weights, String name, long channels) {
        return exact(weights.take(name, channels)).view(1, -1, 1, 1);
    }

    static Tensor silu(Tensor x) {
        return x.mul(x.sigmoid());
    }

    Tensor exact(Tensor x) {
        return compute.place(x, ScalarType.Double).contiguous();
    }
}
