package dev.codevar.model;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A transformer as its formulas say, in float64, and as it is trained: all scales in one pass, under a mask that lets a scale see itself
 * and what is coarser. No cache and no kernel of the product's.
 */
final class ExactModel {
    private static final double EPSILON = 1e-6;
    private static final double LEAST_NORM = 1e-12;
    private static final double LARGEST_LOG_SCALE = Math.log(100);

    private final VarConfig config;
    private final TensorSource weights;

    ExactModel(VarConfig config, TensorSource weights) {
        this.config = config;
        this.weights = weights;
    }

    /**
     * @param inputs_rlE of every scale but the first
     * @param classes of the rows
     * @return (r, L, V)
     */
    Tensor logits(List<Tensor> inputs_rlE, int[] classes) {
        return Scoped.result(() -> Libtorch.withThreadedProducts(() -> {
            long[] classOfRow = LongStream.range(0, classes.length)
                    .map(row -> classes[(int) row])
                    .toArray();
            Tensor class_rC = weight("class_emb.weight").index_select(0, torch.tensor(classOfRow));
            Tensor x_rLC = embedded(inputs_rlE, class_rC.unsqueeze(1));
            Tensor silu_r1C = class_rC.mul(class_rC.sigmoid()).unsqueeze(1);
            Tensor bias_LL = mask();
            for (int i = 0; i < config.depth(); i++) {
                Tensor given_rLC = x_rLC;
                String block = "blocks." + i + ".";
                x_rLC = Scoped.result(() -> block(block, given_rLC, silu_r1C, bias_LL));
            }
            Tensor head_r1D = linear("head_nm.ada_lin.1", silu_r1C);
            return linear("head", normed(x_rLC, part(head_r1D, 0), part(head_r1D, 1)));
        }));
    }

    private Tensor embedded(List<Tensor> inputs_rlE, Tensor class_r1C) {
        TensorVector parts = new TensorVector(class_r1C.add(weight("pos_start")));
        inputs_rlE.forEach(input_rlE -> parts.push_back(linear("word_embed", input_rlE.to(ScalarType.Double))));
        return torch.cat(parts, 1)
                .add(weight("lvl_embed.weight").index_select(0, level_L()))
                .add(weight("pos_1LC"));
    }

    private Tensor level_L() {
        TensorVector levels = new TensorVector();
        for (int k = 0; k < config.pyramid().scales(); k++) {
            levels.push_back(
                    torch.tensor(new long[] {k}).expand(config.pyramid().tokens(k)));
        }
        return torch.cat(levels, 0);
    }

    /** {@return what is added to a query's score (query, key)} */
    private Tensor mask() {
        Tensor unseen_LL = level_L().unsqueeze(1).lt(level_L().unsqueeze(0));
        return torch.zeros(unseen_LL.size(0), unseen_LL.size(1))
                .to(ScalarType.Double)
                .masked_fill(unseen_LL, new Scalar(Double.NEGATIVE_INFINITY));
    }

    private Tensor block(String name, Tensor x_rLC, Tensor silu_r1C, Tensor bias_LL) {
        // Two gains, two scales, two shifts; of attention and of the network behind it.
        Tensor adaptive_r1D = config.sharedAdaLn()
                ? linear("shared_ada_lin.1", silu_r1C)
                        .add(weight(name + "ada_gss").view(1, 1, -1))
                : linear(name + "ada_lin.1", silu_r1C);
        Tensor attended_rLC = attended(name, normed(x_rLC, part(adaptive_r1D, 2), part(adaptive_r1D, 4)), bias_LL);
        Tensor between_rLC = x_rLC.add(attended_rLC.mul(part(adaptive_r1D, 0)));
        Tensor hidden_rLF = torch.gelu(
                linear(name + "ffn.fc1", normed(between_rLC, part(adaptive_r1D, 3), part(adaptive_r1D, 5))), "tanh");
        return between_rLC.add(linear(name + "ffn.fc2", hidden_rLF).mul(part(adaptive_r1D, 1)));
    }

    private Tensor attended(String name, Tensor x_rLC, Tensor bias_LL) {
        long C = config.width();
        Tensor q_bias_C = weight(name + "attn.q_bias");
        Tensor bias_D =
                torch.cat(new TensorVector(q_bias_C, q_bias_C.mul(new Scalar(0.0)), weight(name + "attn.v_bias")));
        Tensor qkv_rLD = torch.linear(x_rLC, weight(name + "attn.mat_qkv.weight"), new TensorOptional(bias_D));
        Tensor scale_H = weight(name + "attn.scale_mul_1H11")
                .flatten()
                .clamp_max(new Scalar(LARGEST_LOG_SCALE))
                .exp();
        TensorVector heads = new TensorVector();
        for (long head = 0; head < config.heads(); head++) {
            long first = head * VarConfig.HEAD_CHANNELS;
            Tensor scale = scale_H.select(0, head);
            heads.push_back(Scoped.result(() -> {
                Tensor q_rLc = unit(channels(qkv_rLD, first)).mul(scale);
                Tensor k_rLc = unit(channels(qkv_rLD, C + first));
                Tensor seen_rLL =
                        torch.softmax(q_rLc.matmul(k_rLc.transpose(1, 2)).add(bias_LL), 2);
                return seen_rLL.matmul(channels(qkv_rLD, 2 * C + first));
            }));
        }
        return linear(name + "attn.proj", torch.cat(heads, 2));
    }

    private static Tensor channels(Tensor qkv_rLD, long first) {
        return qkv_rLD.narrow(2, first, VarConfig.HEAD_CHANNELS);
    }

    private static Tensor unit(Tensor x_rLc) {
        return x_rLc.div(x_rLc.norm(new ScalarOptional(new Scalar(2.0)), new long[] {2}, true)
                .clamp_min(new Scalar(LEAST_NORM)));
    }

    /** {@return one of several vectors of a model's width} */
    private Tensor part(Tensor all_r1D, long index) {
        return all_r1D.narrow(2, index * config.width(), config.width());
    }

    private static Tensor normed(Tensor x_rLC, Tensor scale_r1C, Tensor shift_r1C) {
        Tensor centred_rLC = x_rLC.sub(mean(x_rLC));
        Tensor variance_rL1 = mean(centred_rLC.mul(centred_rLC));
        return centred_rLC
                .div(variance_rL1.add(new Scalar(EPSILON)).sqrt())
                .mul(scale_r1C.add(new Scalar(1.0)))
                .add(shift_r1C);
    }

    private static Tensor mean(Tensor x_rLC) {
        return x_rLC.mean(new long[] {2}, true, new ScalarTypeOptional());
    }

    private Tensor linear(String name, Tensor x) {
        return torch.linear(x, weight(name + ".weight"), new TensorOptional(weight(name + ".bias")));
    }

    private Tensor weight(String name) {
        return weights.load(name, ScalarType.Float).to(ScalarType.Double);
    }
}
