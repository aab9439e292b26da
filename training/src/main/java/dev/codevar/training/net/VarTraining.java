package dev.codevar.training.net;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A VAR transformer as training needs it: teacher-forced, all scales of a batch in one pass, differentiable. It computes what
 * {@link dev.codevar.model.VarModel} does, whose packed weights and in-place cache have no gradients.
 */
public final class VarTraining {
    private final VarConfig config;
    private final Compute compute;
    private final LiveTensors parameters;
    private final List<TrainingBlock> blocks = new ArrayList<>();

    /**
     * @param parameters every tensor of {@code config} by its published name, all of one floating-point type; they stay the
     *     caller's, and what is done to them shows in the next pass
     * @param config the shape of the transformer
     */
    public VarTraining(Map<String, Tensor> parameters, VarConfig config) {
        this(parameters, config, Compute.EXACT);
    }

    /**
     * As {@link #VarTraining(Map, VarConfig)}, on other devices, and quicker where they multiply bfloat16.
     *
     * @param compute where the parameters are, and what matrix products run in, and tokens between the blocks: float32, which here
     *     means the parameters' own type, or bfloat16
     */
    public VarTraining(Map<String, Tensor> parameters, VarConfig config, Compute compute) {
        this.config = config;
        this.compute = Autocast.requireLegal(compute);
        this.parameters = new LiveTensors(parameters, VarTensors.shapes(config));
        for (int i = 0; i < config.depth(); i++) {
            blocks.add(new TrainingBlock(this.parameters, config, compute, i));
        }
    }

    /** {@return where it computes, and how finely products run} */
    public Compute compute() {
        return compute;
    }

    /** {@return the shape of the transformer} */
    public VarConfig config() {
        return config;
    }

    /**
     * Predicts every token of the first scales from all coarser ones.
     *
     * @param labels_B per picture its class from 0 to N−1, or N where the class is dropped; int64
     * @param input_BlE the input of the scales from 1 on, as the pictures' own tokens make it: as many tokens as the scales
     *     asked for have, or more
     * @param scales how many scales, from the coarsest: 1 to K
     * @param dropPath what blocks skip
     * @return logits (B, l, V), in the parameters' type
     */
    public Tensor logits(Tensor labels_B, Tensor input_BlE, int scales, DropPath dropPath) {
        Pyramid pyramid = config.pyramid();
        if (scales < 1 || scales > pyramid.scales()) {
            throw new InvalidInputException("number of scales " + scales + " is not between 1 and " + pyramid.scales());
        }
        try (Autocast casting = new Autocast(compute)) {
            return Scoped.result(() -> logitsOf(labels_B, input_BlE, scales, dropPath));
        }
    }

    private Tensor logitsOf(Tensor labels_B, Tensor input_BlE, int scales, DropPath dropPath) {
        Tensor class_BC = parameters.get("class_emb.weight").index_select(0, labels_B);
        Tensor silu_BC = torch.silu(class_BC);
        Tensor input = config.sharedAdaLn()
                ? TrainingBlock.adaptive(parameters, "shared_ada_lin.1.", silu_BC, TrainingBlock.PARTS)
                : silu_BC;
        // Tokens run through the blocks in the precision of products, as in the published training: half the memory to
        // pass through.
        ScalarType type = compute.precision() == Precision.BFLOAT16 ? compute.type() : class_BC.scalar_type();
        Tensor x_BlC = embed(class_BC, input_BlE, scales, type);
        for (TrainingBlock block : blocks) {
            x_BlC = Scoped.next(x_BlC, x -> block.apply(x, input, scales, dropPath));
        }
        TensorVector head_B1C = torch.unbind(
                TrainingBlock.adaptive(parameters, "head_nm.ada_lin.1.", silu_BC, 2)
                        .to(type)
                        .unsqueeze(2),
                1);
        return parameters
                .linear("head.", TrainingBlock.norm(x_BlC, head_B1C.get(0), head_B1C.get(1)))
                .to(class_BC.scalar_type());
    }

    private Tensor embed(Tensor class_BC, Tensor input_BlE, int scales, ScalarType type) {
        return Scoped.result(() -> {
            Pyramid pyramid = config.pyramid();
            int length = pyramid.begin(scales);
            Tensor start_BfC = class_BC.unsqueeze(1).add(parameters.get("pos_start"));
            Tensor words_BlC = parameters.linear("word_embed.", input_BlE.narrow(1, 0, length - pyramid.tokens(0)));
            Tensor position_1lC = parameters
                    .get("pos_1LC")
                    .narrow(1, 0, length)
                    .add(parameters.get("lvl_embed.weight").index_select(0, levels(length)));
            return torch.cat(new TensorVector(start_BfC, words_BlC), 1)
                    .add(position_1lC)
                    .to(type);
        });
    }

    /** The scale of every position. */
    private Tensor levels(int length) {
        Pyramid pyramid = config.pyramid();
        long[] levels = new long[length];
        for (int position = 0, k = 0; position < length; position++) {
            k = position == pyramid.end(k) ? k + 1 : k;
            levels[position] = k;
        }
        return compute.send(Tensor.create(levels, length));
    }
}
