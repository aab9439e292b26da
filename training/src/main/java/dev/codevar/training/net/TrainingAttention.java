package dev.codevar.training.net;

import dev.codevar.model.VarConfig;
import dev.codevar.nn.HeadNorm;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The attention of {@code dev.codevar.model}, differentiable: the same function without a cache. On a processor as scores, softmax and
 * product, whose gradients there take a fraction of the fused kernel's; on CUDA fused.
 */
final class TrainingAttention {
    private static final double LARGEST_LOG_SCALE = Math.log(100);

    private final VarConfig config;
    private final boolean fused;
    private final Tensor logScale_1H11;
    private final Tensor q_bias_C;
    private final Tensor v_bias_C;
    private final Tensor qkv_DC;
    private final LiveTensors parameters;
    private final String projection;

    /**
     * @param prefix which parameters are this layer's, as {@code blocks.0.attn.}
     */
    TrainingAttention(LiveTensors parameters, String prefix, VarConfig config, Compute compute) {
        this.config = config;
        fused = compute.device().cuda();
        this.parameters = parameters;
        logScale_1H11 = parameters.get(prefix + "scale_mul_1H11");
        q_bias_C = parameters.get(prefix + "q_bias");
        v_bias_C = parameters.get(prefix + "v_bias");
        qkv_DC = parameters.get(prefix + "mat_qkv.weight");
        projection = prefix + "proj.";
    }

    /**
     * @param x_BlC normed tokens
     * @param scales how many scales they are of, from the coarsest
     * @return (B, l, C)
     */
    Tensor apply(Tensor x_BlC, int scales) {
        return Scoped.result(() -> {
            long B = x_BlC.size(0);
            long l = x_BlC.size(1);
            // The key has no bias: it would add the same to all of a query's scores.
            Tensor bias_D = torch.cat(new TensorVector(q_bias_C, torch.zeros_like(q_bias_C), v_bias_C));
            // Split before heads are told apart: gradients then come together in one copy of whole rows.
            TensorVector qkv_BlC = torch.split_with_sizes(
                    Products.linear(x_BlC, qkv_DC, bias_D),
                    new long[] {config.width(), config.width(), config.width()},
                    2);
            Tensor scale_1H11 =
                    logScale_1H11.clamp_max(new Scalar(LARGEST_LOG_SCALE)).exp();
            Tensor attended_BlHc = attend(
                    HeadNorm.of(heads(qkv_BlC.get(0)), scale_1H11),
                    HeadNorm.of(heads(qkv_BlC.get(1)), torch.ones_like(scale_1H11)),
                    heads(qkv_BlC.get(2)),
                    scales);
            return parameters.linear(projection, attended_BlHc.reshape(B, l, config.width()));
        });
    }

    private Tensor heads(Tensor x_BlC) {
        return x_BlC.view(x_BlC.size(0), x_BlC.size(1), config.heads(), VarConfig.HEAD_CHANNELS)
                .transpose(1, 2);
    }

    /**
     * Scale by scale, so that no mask is needed and nothing masked is computed. The keys that a scale sees are put together
     * from pieces: as parts of one tensor they would each send back a gradient of its full length.
     */
    private Tensor attend(Tensor q_BHlc, Tensor k_BHlc, Tensor v_BHlc, int scales) {
        Pyramid pyramid = config.pyramid();
        long[] tokens = IntStream.range(0, scales).mapToLong(pyramid::tokens).toArray();
        TensorVector queries = torch.split_with_sizes(q_BHlc, tokens, 2);
        TensorVector keys = torch.split_with_sizes(k_BHlc, tokens, 2);
        TensorVector values = torch.split_with_sizes(v_BHlc, tokens, 2);
        TensorVector attended = new TensorVector();
        TensorVector seenKeys = new TensorVector();
        TensorVector seenValues = new TensorVector();
        for (int k = 0; k < scales; k++) {
            seenKeys.push_back(keys.get(k));
            seenValues.push_back(values.get(k));
            Tensor q_BHpc = queries.get(k);
            attended.push_back(Scoped.result(() -> attend(q_BHpc, torch.cat(seenKeys, 2), torch.cat(seenValues, 2))
                    .transpose(1, 2)));
        }
        return torch.cat(attended, 1);
    }

    private Tensor attend(Tensor q_BHpc, Tensor k_BHec, Tensor v_BHec) {
        return fused
                ? torch.scaled_dot_product_attention(
                        q_BHpc, k_BHec, v_BHec, new TensorOptional(), 0, false, new DoubleOptional(1.0), false)
                : torch.softmax(torch.matmul(q_BHpc, k_BHec.transpose(2, 3)), 3).matmul(v_BHec);
    }
}
