package dev.codevar.evaluation.inception;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * What the network says about pictures, a picture a row: contiguous, float32, on the processor.
 *
 * @param pool_Bf features of the whole picture (B, 2048): {@code pool_3}
 * @param spatial_Bf features place by place (B, 2023): the first 7 channels of {@code mixed_6/conv}, channel fastest, so that
 *     channel c at row y, column x is number (17y + x)·7 + c
 * @param logits_Bk one number a class (B, 1008), without the bias, which the evaluator leaves out
 */
public record Activations(Tensor pool_Bf, Tensor spatial_Bf, Tensor logits_Bk) {

    /** Computes and frees everything else that was made on the way; the scope around owns the three. */
    static Activations scoped(Supplier<Activations> body) {
        Activations result;
        try (PointerScope temporaries = new PointerScope()) {
            result = body.get();
            result.each().forEach(Tensor::retainReference);
        }
        PointerScope around = PointerScope.getInnerScope();
        if (around != null) {
            for (Tensor tensor : result.each()) {
                around.attach(tensor);
                tensor.releaseReference();
            }
        }
        return result;
    }

    private List<Tensor> each() {
        return List.of(pool_Bf, spatial_Bf, logits_Bk);
    }
}
