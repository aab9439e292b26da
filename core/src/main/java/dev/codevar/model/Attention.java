package dev.codevar.model;

import dev.codevar.checkpoint.Weights;
import dev.codevar.nn.Linear;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Block-causal attention: the tokens of a scale see each other and all coarser scales. Queries and keys have unit length, and
 * a learned factor per head takes the place of the usual scale (VAR, section 4.1).
 */
final class Attention {
    private static final double LARGEST_LOG_SCALE = Math.log(100);
    private static final double LEAST_NORM = 1e-12;

    private final VarConfig config;
    private final Compute compute;
    private final int index;
    private final Linear qkv;
    private final Linear projection;
    private final Tensor scale_H1;
    private final ScalarOptional two;
    private final Scalar leastNorm;

    /**
     * @param index which block this is, which is its place in the cache
     */
    Attention(Weights weights, VarConfig config, int index, Compute compute, Owner owner) {
        this.config = config;
        this.compute = compute;
        this.index = index;
        long C = config.width();
        long H = config.heads();
        // The key has no bias: it would add the same to all of a query's scores.
        Tensor q_bias_C = weights.take("q_bias", C);
        Tensor bias_3C = torch.cat(new TensorVector(q_bias_C, torch.zeros_like(q_bias_C), weights.take("v_bias", C)));
        weights.skip("zero_k_bias");
        qkv = Linear.of(weights, "mat_qkv.weight", C, 3 * C, bias_3C, compute, owner);
        projection = Linear.of(weights.under("proj."), C, C, compute, owner);
        Tensor logScale = compute.place(weights.take("scale_mul_1H11", ScalarType.Float, 1, H, 1, 1), ScalarType.Float);
        scale_H1 = owner.own(
                logScale.clamp_max(new Scalar(LARGEST_LOG_SCALE)).exp().view(H, 1));
        two = owner.own(new ScalarOptional(new Scalar(2.0)));
        leastNorm = owner.own(new Scalar(LEAST_NORM));
    }

    /**
     * @param x_rlC the normed tokens of r rows, of the scales in {@code range}
     * @param firstRow which row of the batch is the first of them
     * @param range the scales that are fed now; all coarser ones are in the cache
     * @param cache where keys and values are kept
     * @param watch told of what both layers make
     * @return (r, l, C)
     */
    Tensor apply(Tensor x_rlC, int firstRow, ScaleRange range, KvCache cache, LayerWatch watch) {
        return Scoped.result(() -> {
            long r = x_rlC.size(0);
            long l = x_rlC.size(1);
            int begin = config.pyramid().begin(range.from());
            Tensor qkv_rlO = qkv.apply(x_rlC);
            watch.multiplied(index, LargeLayer.QKV, x_rlC, qkv_rlO);
            Tensor qkv_rl3Hc = qkv_rlO.view(r, l, 3, config.heads(), VarConfig.HEAD_CHANNELS);
            Tensor qk_rl2Hc = qkv_rl3Hc.narrow(2, 0, 2).to(ScalarType.Float);
            Tensor norm_rl2H1 = qk_rl2Hc.norm(two, new long[] {4}, true).clamp_min_(leastNorm);
            norm_rl2H1.select(2, 0).div_(scale_H1);
            qk_rl2Hc.div_(norm_rl2H1);
            cache.put(index, firstRow, begin, qk_rl2Hc.select(2, 1), qkv_rl3Hc.select(2, 2));
            Tensor attended_rlHc = attend(qk_rl2Hc.select(2, 0), firstRow, range, cache);
            Tensor attended_rlC = attended_rlHc.reshape(r, l, config.width()).to(compute.type());
            Tensor y_rlC = projection.apply(attended_rlC);
            watch.multiplied(index, LargeLayer.PROJ, attended_rlC, y_rlC);
            return y_rlC;
        });
    }

    /** {@return queries, keys and values (..., 3·C) of rows (..., C)} */
    Tensor qkv(Tensor x_rC) {
        return qkv.apply(x_rC);
    }

    /** {@return the projection of rows (..., C)} */
    Tensor projected(Tensor x_rC) {
        return projection.apply(x_rC);
    }

    /** Scale by scale, so that no mask is needed and nothing masked is computed. */
    private Tensor attend(Tensor q_rlHc, int firstRow, ScaleRange range, KvCache cache) {
        Pyramid pyramid = config.pyramid();
        int begin = pyramid.begin(range.from());
        TensorVector scales = new TensorVector();
        for (int k = range.from(); k < range.to(); k++) {
            Tensor q_rpHc = q_rlHc.narrow(1, pyramid.begin(k) - begin, pyramid.tokens(k));
            scales.push_back(cache.attend(index, firstRow, q_rpHc, pyramid.end(k)));
        }
        return scales.size() == 1 ? scales.get(0) : torch.cat(scales, 1);
    }
}
