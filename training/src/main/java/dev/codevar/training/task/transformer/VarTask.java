package dev.codevar.training.task.transformer;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.picture.Picture;
import dev.codevar.training.AdamW;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.TokenLoss;
import dev.codevar.training.net.DropPath;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.task.tokens.TokenBatches;
import dev.codevar.training.task.transformer.TokenMetrics.Measured;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A transformer learns to predict the tokens of the first scales, from all coarser ones: of all scales as VAR does, or of the N
 * that a drafter makes (CoDe, section 3.3).
 */
public final class VarTask extends TransformerTask {
    /** As VAR has it: no vectors, and none of what belongs to places, scales or heads. */
    private static final Predicate<TensorInfo> DECAYED =
            AdamW.MATRICES.and(parameter -> Stream.of("pos_start", "pos_1LC", "lvl_embed", "ada_gss", "scale_mul")
                    .noneMatch(parameter.name()::contains));

    private final int scales;

    /**
     * @param data what it learns from; stays the caller's
     * @param parameters the transformer's, freed with the task
     * @param training computes with them
     * @param options how it learns
     * @param scales how many scales it learns, from the coarsest: 1 to K
     * @param samples pictures to look at
     */
    public VarTask(
            TransformerData data,
            Parameters parameters,
            VarTraining training,
            TransformerOptions options,
            int scales,
            Supplier<List<Picture>> samples) {
        super(data, parameters, training, options, samples);
        this.scales = scales;
    }

    @Override
    public Predicate<TensorInfo> decayed() {
        return DECAYED;
    }

    @Override
    Measured measure(TokenBatches.Batch batch, Tensor labels_B, DropPath dropPath) {
        Tensor logits_BlV = training.logits(labels_B, batch.input_BlE(), scales, dropPath);
        TokenLoss loss = TokenLoss.crossEntropy(
                logits_BlV, batch.ids_BL(), training.config().pyramid());
        return Measured.of("loss", loss, logits_BlV, batch.ids_BL());
    }

    @Override
    Loss loss(Measured predicted, Moment moment) {
        return new Loss(predicted.loss().mean(), predicted.figures());
    }

    @Override
    Figures heldOut(Measured predicted) {
        return predicted.figures();
    }
}
