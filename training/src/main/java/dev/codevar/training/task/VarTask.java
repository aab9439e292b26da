package dev.codevar.training.task;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.AdamW;
import dev.codevar.training.DropPath;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.TokenLoss;
import dev.codevar.training.VarTraining;
import dev.codevar.training.task.TokenMetrics.Measured;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A transformer learns to predict the tokens of the first scales, from all coarser ones: of all scales as VAR does, or of the N
 * that a drafter makes (CoDe, section 3.3).
 */
public final class VarTask implements Task {
    /** As VAR has it: no vectors, and none of what belongs to places, scales or heads. */
    private static final Predicate<TensorInfo> DECAYED =
            AdamW.MATRICES.and(parameter -> Stream.of("pos_start", "pos_1LC", "lvl_embed", "ada_gss", "scale_mul")
                    .noneMatch(parameter.name()::contains));

    private final TransformerData data;
    private final Parameters parameters;
    private final VarTraining training;
    private final TransformerOptions options;
    private final int scales;
    private final Supplier<List<Picture>> samples;

    /**
     * @param data what it learns from; stays the caller's
     * @param parameters the transformer's, freed with the task
     * @param training computes with them
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
        this.data = data;
        this.parameters = parameters;
        this.training = training;
        this.options = options;
        this.scales = scales;
        this.samples = samples;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int examples() {
        return data.training().count();
    }

    @Override
    public Predicate<TensorInfo> decayed() {
        return DECAYED;
    }

    @Override
    public Loss loss(int[] examples, Moment moment) {
        TokenBatches.Batch batch = data.training().of(examples, moment);
        Tensor labels_B = options.dropped(
                batch.labels_B(), examples, moment, training.config().noClass());
        Measured predicted = predict(batch, labels_B, options.dropPath(examples, moment));
        Map<String, Double> metrics = predicted.metrics();
        metrics.putAll(data.training().replaced(examples));
        return new Loss(predicted.loss().mean(), metrics);
    }

    private Measured predict(TokenBatches.Batch batch, Tensor labels_B, DropPath dropPath) {
        Pyramid pyramid = training.config().pyramid();
        Tensor logits_BlV = training.logits(labels_B, batch.input_BlE(), scales, dropPath);
        TokenLoss loss = TokenLoss.crossEntropy(logits_BlV, batch.ids_BL(), pyramid);
        return Measured.of("loss", loss, logits_BlV, batch.ids_BL());
    }

    @Override
    public void expect(int[] examples, Moment moment) {
        data.training().expect(examples, moment);
    }

    @Override
    public Map<String, Double> validate() {
        return HeldOut.means(data.heldOut().count(), examples -> {
            TokenBatches.Batch batch = data.heldOut().sequences(examples);
            return predict(batch, batch.labels_B(), DropPath.NONE).metrics();
        });
    }

    @Override
    public List<Picture> samples() {
        return samples.get();
    }
}
