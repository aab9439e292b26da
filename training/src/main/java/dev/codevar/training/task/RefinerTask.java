package dev.codevar.training.task;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Distillation;
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
import org.bytedeco.pytorch.Tensor;

/**
 * A small transformer learns the fine scales from a large one: KL(teacher ‖ student) of every token, with a weight on the drafted
 * scales that falls evenly from 1 to 0 over the training (CoDe, section 3.3). Nothing decays.
 */
public final class RefinerTask implements Task {
    private final TransformerData data;
    private final Parameters parameters;
    private final VarTraining student;
    private final VarTraining teacher;
    private final TransformerOptions options;
    private final int drafted;
    private final Supplier<List<Picture>> samples;

    /**
     * @param data what it learns from; stays the caller's
     * @param parameters the student's, freed with the task
     * @param student computes with them
     * @param teacher as {@code student}; its parameters stay the caller's
     * @param drafted N, how many scales the drafter makes: 1 to K−1
     * @param samples pictures to look at
     */
    public RefinerTask(
            TransformerData data,
            Parameters parameters,
            VarTraining student,
            VarTraining teacher,
            TransformerOptions options,
            int drafted,
            Supplier<List<Picture>> samples) {
        this.data = data;
        this.parameters = parameters;
        this.student = student;
        this.teacher = teacher;
        this.options = options;
        this.drafted = DraftSteps.requireLegal(drafted, student.config().pyramid());
        this.samples = samples;
    }

    /** {@return the weight of the drafted scales at a moment} */
    static double weight(Moment moment) {
        return 1 - moment.done();
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
        return parameter -> false;
    }

    @Override
    public Loss loss(int[] examples, Moment moment) {
        TokenBatches.Batch batch = data.training().of(examples, moment);
        Tensor labels_B = options.dropped(
                batch.labels_B(), examples, moment, student.config().noClass());
        Measured compared = compare(batch, labels_B, options.dropPath(examples, moment));
        Map<String, Double> metrics = compared.metrics();
        metrics.put("weight of drafted scales", weight(moment));
        metrics.putAll(data.training().replaced(examples));
        return new Loss(Distillation.loss(compared.loss(), drafted, weight(moment)), metrics);
    }

    private Measured compare(TokenBatches.Batch batch, Tensor labels_B, DropPath dropPath) {
        Pyramid pyramid = student.config().pyramid();
        int scales = pyramid.scales();
        Tensor teacher_BLV = Ungraded.result(() -> teacher.logits(labels_B, batch.input_BlE(), scales, DropPath.NONE));
        Tensor student_BLV = student.logits(labels_B, batch.input_BlE(), scales, dropPath);
        TokenLoss divergence = Distillation.divergence(teacher_BLV, student_BLV, pyramid);
        return Measured.of("divergence", divergence, student_BLV, batch.ids_BL());
    }

    @Override
    public void expect(int[] examples, Moment moment) {
        data.training().expect(examples, moment);
    }

    /** Measures; "loss" is what the training ends with: the divergence of what the refiner makes, over all tokens. */
    @Override
    public Map<String, Double> validate() {
        return HeldOut.means(data.heldOut().count(), examples -> {
            TokenBatches.Batch batch = data.heldOut().sequences(examples);
            Measured compared = compare(batch, batch.labels_B(), DropPath.NONE);
            Map<String, Double> metrics = compared.metrics();
            metrics.put("loss", Distillation.loss(compared.loss(), drafted, 0).item_double());
            return metrics;
        });
    }

    @Override
    public List<Picture> samples() {
        return samples.get();
    }
}
