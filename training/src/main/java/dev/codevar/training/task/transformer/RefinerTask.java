package dev.codevar.training.task.transformer;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Distillation;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.TokenLoss;
import dev.codevar.training.net.DropPath;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.task.Ungraded;
import dev.codevar.training.task.tokens.TokenBatches;
import dev.codevar.training.task.transformer.TokenMetrics.Measured;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A small transformer learns the fine scales from a large one: KL(teacher ‖ student) of every token, with a weight on the drafted
 * scales that falls evenly from 1 to 0 over the training (CoDe, section 3.3). Nothing decays.
 */
public final class RefinerTask extends TransformerTask {
    private final VarTraining teacher;
    private final int drafted;

    /**
     * @param data what it learns from; stays the caller's
     * @param parameters the student's, freed with the task
     * @param student computes with them
     * @param teacher as {@code student}; its parameters stay the caller's
     * @param options how it learns
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
        super(data, parameters, student, options, samples);
        this.teacher = teacher;
        this.drafted = DraftSteps.requireLegal(drafted, student.config().pyramid());
    }

    /** {@return the weight of the drafted scales at a moment} */
    static double weight(Moment moment) {
        return 1 - moment.done();
    }

    @Override
    public Predicate<TensorInfo> decayed() {
        return parameter -> false;
    }

    @Override
    Measured measure(TokenBatches.Batch batch, Tensor labels_B, DropPath dropPath) {
        Pyramid pyramid = training.config().pyramid();
        int scales = pyramid.scales();
        Tensor teacher_BLV = Ungraded.result(() -> teacher.logits(labels_B, batch.input_BlE(), scales, DropPath.NONE));
        Tensor student_BLV = training.logits(labels_B, batch.input_BlE(), scales, dropPath);
        TokenLoss divergence = Distillation.divergence(teacher_BLV, student_BLV, pyramid);
        return Measured.of("divergence", divergence, student_BLV, batch.ids_BL());
    }

    @Override
    Loss loss(Measured compared, Moment moment) {
        double weight = weight(moment);
        return new Loss(Distillation.loss(compared.loss(), drafted, weight), compared.figures())
                .with(Map.of("weight of drafted scales", weight));
    }

    /** "loss" is what the training ends with: the divergence of what the refiner makes, over all tokens. */
    @Override
    Figures heldOut(Measured compared) {
        Figures figures = compared.figures();
        figures.put("loss", Distillation.loss(compared.loss(), drafted, 0));
        return figures;
    }
}
