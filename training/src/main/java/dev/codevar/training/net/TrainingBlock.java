package dev.codevar.training.net;

import dev.codevar.model.VarConfig;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** One block, differentiable: attention and a feed-forward network, each behind an adaptive norm and scaled by a gain. */
final class TrainingBlock {
    static final int PARTS = 6;

    private static final double EPSILON = 1e-6;

    private final VarConfig config;
    private final Compute compute;
    private final int index;
    private final LiveTensors parameters;
    private final String fc1;
    private final String fc2;
    private final TrainingAttention attention;
    private final UnaryOperator<Tensor> adaptive;

    TrainingBlock(LiveTensors parameters, VarConfig config, Compute compute, int index) {
        this.config = config;
        this.compute = compute;
        this.index = index;
        this.parameters = parameters;
        String prefix = "blocks." + index + ".";
        fc1 = prefix + "ffn.fc1.";
        fc2 = prefix + "ffn.fc2.";
        attention = new TrainingAttention(parameters, prefix + "attn.", config, compute);
        if (config.sharedAdaLn()) {
            Tensor offset_116C = parameters.get(prefix + "ada_gss");
            adaptive = shared_B6C -> shared_B6C.add(offset_116C.squeeze(0));
        } else {
            adaptive = silu_BC -> adaptive(parameters, prefix + "ada_lin.1.", silu_BC, PARTS);
        }
    }

    /** {@return Linear(SiLU(class embedding)) as (B, parts, C)} */
    static Tensor adaptive(LiveTensors parameters, String prefix, Tensor silu_BC, int parts) {
        return parameters.linear(prefix, silu_BC).view(silu_BC.size(0), parts, silu_BC.size(1));
    }

    /** {@return LN(x)·(1 + scale) + shift} */
    static Tensor norm(Tensor x_BlC, Tensor scale_B1C, Tensor shift_B1C) {
        Tensor normed_BlC = torch.layer_norm(
                x_BlC, new long[] {x_BlC.size(2)}, new TensorOptional(), new TensorOptional(), EPSILON, false);
        return torch.addcmul(shift_B1C, normed_BlC, scale_B1C.add(new Scalar(1.0)));
    }

    /**
     * @param x_BlC tokens, in the type that sums, norms and gains are to have too
     * @param input SiLU of the class embeddings (B, C), or what the shared layer made of it (B, 6, C)
     * @param scales how many scales the tokens are of, from the coarsest
     */
    Tensor apply(Tensor x_BlC, Tensor input, int scales, DropPath dropPath) {
        return Scoped.result(() -> {
            TensorVector part_B1C =
                    torch.unbind(adaptive.apply(input).to(x_BlC.scalar_type()).unsqueeze(2), 1);
            Tensor attended_BlC =
                    Scoped.result(() -> attention.apply(norm(x_BlC, part_B1C.get(2), part_B1C.get(4)), scales));
            Tensor y_BlC = torch.addcmul(x_BlC, attended_BlC, gain(part_B1C.get(0), 0, dropPath));
            Tensor added_BlC = Scoped.result(() -> feedForward(norm(y_BlC, part_B1C.get(3), part_B1C.get(5))));
            return torch.addcmul(y_BlC, added_BlC, gain(part_B1C.get(1), 1, dropPath));
        });
    }

    private Tensor feedForward(Tensor x_BlC) {
        return parameters.linear(fc2, torch.gelu(parameters.linear(fc1, x_BlC), "tanh"));
    }

    private Tensor gain(Tensor gain_B1C, int branch, DropPath dropPath) {
        return dropPath.thin(gain_B1C, compute, index, config.depth(), branch);
    }
}
