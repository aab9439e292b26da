package dev.codevar.training;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A loss of every token, and its means over scales.
 *
 * @param loss_Bl per token, of the first scales
 * @param pyramid the scales
 */
public record TokenLoss(Tensor loss_Bl, Pyramid pyramid) {
    /** libtorch's number for "no reduction". */
    private static final int EACH = 0;

    private static final long NOT_IGNORED = -100;

    /**
     * Minus the logarithm of the true token's probability.
     *
     * @param logits_BlV of the first scales
     * @param ids_Bl the true tokens of these scales, or of more; int64
     */
    public static TokenLoss crossEntropy(Tensor logits_BlV, Tensor ids_Bl, Pyramid pyramid) {
        Tensor loss_Bl = Scoped.result(() -> {
            long l = logits_BlV.size(1);
            Tensor ids_r = ids_Bl.narrow(1, 0, l).reshape(-1);
            return torch.cross_entropy_loss(
                            logits_BlV.reshape(ids_r.numel(), -1), ids_r, new TensorOptional(), EACH, NOT_IGNORED, 0)
                    .view(-1, l);
        });
        return new TokenLoss(loss_Bl, pyramid);
    }

    /** {@return the mean over all tokens} */
    public Tensor mean() {
        return loss_Bl.mean();
    }

    /** {@return the mean over the tokens of {@code range}} */
    public Tensor mean(ScaleRange range) {
        return Scoped.result(() -> loss_Bl.narrow(1, pyramid.begin(range.from()), pyramid.tokens(range))
                .mean());
    }

    /** {@return the mean over the tokens of each scale, for people to read, in the scope around this call} */
    public List<Tensor> perScale() {
        List<Tensor> means = new ArrayList<>();
        for (int k = 0; k < pyramid.scales() && pyramid.end(k) <= loss_Bl.size(1); k++) {
            means.add(mean(new ScaleRange(k, k + 1)));
        }
        return means;
    }
}
