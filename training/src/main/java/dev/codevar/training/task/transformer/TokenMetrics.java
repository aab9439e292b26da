package dev.codevar.training.task.transformer;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Figures;
import dev.codevar.training.TokenLoss;
import dev.codevar.training.task.Ungraded;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Numbers about tokens, by the names that a log has for them. */
final class TokenMetrics {
    private TokenMetrics() {}

    /**
     * What came of a batch.
     *
     * @param loss of every token
     * @param figures of it, and of how often the likeliest token is the true one
     */
    record Measured(TokenLoss loss, Figures figures) {

        /**
         * @param name the loss's in the log
         * @param logits_BlV what the loss is of
         * @param ids_BL the true tokens
         */
        static Measured of(String name, TokenLoss loss, Tensor logits_BlV, Tensor ids_BL) {
            Figures figures = TokenMetrics.of(name, loss);
            figures.putAll(TokenMetrics.of("accuracy", hits(logits_BlV, ids_BL, loss.pyramid())));
            return new Measured(loss, figures);
        }
    }

    /**
     * @param logits_BlV of the first scales
     * @param ids_BL the true tokens
     * @return for every token 1 where it is the likeliest, otherwise 0
     */
    static TokenLoss hits(Tensor logits_BlV, Tensor ids_BL, Pyramid pyramid) {
        Tensor hits_Bl = Ungraded.result(() -> torch.argmax(logits_BlV, new LongOptional(2), false)
                .eq(ids_BL.narrow(1, 0, logits_BlV.size(1)))
                .to(ScalarType.Float));
        return new TokenLoss(hits_Bl, pyramid);
    }

    /** {@return the mean over all tokens as {@code name}, and that of every scale} */
    static Figures of(String name, TokenLoss each) {
        TokenLoss ungraded = new TokenLoss(each.loss_Bl().detach(), each.pyramid());
        Figures figures = new Figures();
        figures.put(name, ungraded.mean());
        List<Tensor> scales = ungraded.perScale();
        for (int k = 0; k < scales.size(); k++) {
            figures.put("scale " + k + " " + name, scales.get(k));
        }
        return figures;
    }
}
