package dev.codevar.training;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a refiner learns from a teacher: KL(teacher ‖ student) of every token at temperature 1 (CoDe, section 3.3). The scales
 * that the drafter will make weigh less, or nothing.
 */
public final class Distillation {
    /** libtorch's number for "no reduction". */
    private static final int EACH = 0;

    private Distillation() {}

    /**
     * @param teacher_BlV the teacher's logits, through which no gradient flows
     * @param student_BlV the student's logits
     * @return the divergence of every token
     */
    public static TokenLoss divergence(Tensor teacher_BlV, Tensor student_BlV, Pyramid pyramid) {
        return new TokenLoss(
                Scoped.result(() -> torch.kl_div(
                                torch.log_softmax(student_BlV, 2),
                                torch.log_softmax(teacher_BlV.detach(), 2),
                                EACH,
                                true)
                        .sum(2)),
                pyramid);
    }

    /**
     * The mean over all tokens, the drafted scales' weighted.
     *
     * @param divergence of every token of all scales
     * @param drafted how many scales the drafter makes, 1 to K−1
     * @param weight of the drafted scales' tokens, from 0 to 1; the others' is 1
     */
    public static Tensor loss(TokenLoss divergence, int drafted, double weight) {
        Pyramid pyramid = divergence.pyramid();
        if (drafted < 1 || drafted >= pyramid.scales()) {
            throw new InvalidInputException(
                    "number of drafted scales " + drafted + " is not between 1 and " + (pyramid.scales() - 1));
        }
        if (!(weight >= 0 && weight <= 1)) {
            throw new InvalidInputException("weight " + weight + " of the drafted scales is not between 0 and 1");
        }
        double share = (double) pyramid.begin(drafted) / pyramid.length();
        return Scoped.result(() -> Loss.weighted(divergence.mean(new ScaleRange(0, drafted)), share * weight)
                .add(Loss.weighted(divergence.mean(new ScaleRange(drafted, pyramid.scales())), 1 - share)));
    }
}
