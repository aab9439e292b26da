package dev.codevar.evaluation.classifier;

import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * What the network says about pictures, a picture a row: contiguous, float32, on the processor.
 *
 * @param features_Bd the last stage's means over the picture (B, d), none below 0
 * @param logits_Bk one number a class (B, k)
 */
public record Recognised(Tensor features_Bd, Tensor logits_Bk) {

    /** {@return how many pictures are of the class whose number is the largest} */
    public static long right(Tensor logits_Bk, Tensor labels_B) {
        return Scoped.value(() -> hits(logits_Bk, labels_B).sum().item_long());
    }

    /** {@return of which pictures that is so (B), where the logits are} */
    public static Tensor hits(Tensor logits_Bk, Tensor labels_B) {
        return logits_Bk.argmax(new LongOptional(1), false).eq(labels_B);
    }
}
