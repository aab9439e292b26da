package dev.codevar.training.task.transformer;

import dev.codevar.picture.Picture;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.net.DropPath;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.task.HeldOut;
import dev.codevar.training.task.tokens.TokenBatches;
import dev.codevar.training.task.transformer.TokenMetrics.Measured;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** What is the same of whatever a transformer learns from tokens: a step, and the measures, but not the loss. */
abstract sealed class TransformerTask implements Task permits VarTask, RefinerTask {
    /** Computes with the parameters that are trained. */
    final VarTraining training;

    private final TransformerData data;
    private final Parameters parameters;
    private final TransformerOptions options;
    private final Supplier<List<Picture>> samples;

    /**
     * @param data what it learns from; stays the caller's
     * @param parameters the transformer's, freed with the task
     * @param training computes with them
     * @param options how it learns
     * @param samples pictures to look at
     */
    TransformerTask(
            TransformerData data,
            Parameters parameters,
            VarTraining training,
            TransformerOptions options,
            Supplier<List<Picture>> samples) {
        this.data = data;
        this.parameters = parameters;
        this.training = training;
        this.options = options;
        this.samples = samples;
    }

    /**
     * Computes forward.
     *
     * @param labels_B the classes that the transformer sees, int64
     * @return the loss of every token
     */
    abstract Measured measure(TokenBatches.Batch batch, Tensor labels_B, DropPath dropPath);

    /** {@return what a step makes smaller, and what the log has of it} */
    abstract Loss loss(Measured measured, Moment moment);

    /** {@return the measures of examples that are not trained on} */
    abstract Figures heldOut(Measured measured);

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int examples() {
        return data.training().count();
    }

    @Override
    public Loss loss(int[] examples, Moment moment) {
        TokenBatches.Batch batch = data.training().of(examples, moment);
        Tensor labels_B = options.dropped(
                batch.labels_B(), examples, moment, training.config().noClass(), training.compute());
        Measured measured = measure(batch, labels_B, options.dropPath(examples, moment));
        return loss(measured, moment).with(data.training().replaced(examples));
    }

    @Override
    public void expect(int[] examples, Moment moment) {
        data.training().expect(examples, moment);
    }

    @Override
    public Map<String, Double> validate() {
        return HeldOut.means(data.heldOut().count(), examples -> {
            TokenBatches.Batch batch = data.heldOut().sequences(examples);
            return heldOut(measure(batch, batch.labels_B(), DropPath.NONE)).read();
        });
    }

    @Override
    public List<Picture> samples() {
        return samples.get();
    }
}
