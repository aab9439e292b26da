package dev.codevar.decode;

import dev.codevar.decode.token.Row;
import dev.codevar.fault.CodeVarException;
import dev.codevar.model.VarModel;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Refuses logits that are not finite: none of the tokens would be picked, but one that there is not. */
final class FiniteLogits {
    private FiniteLogits() {}

    /**
     * On a CUDA device this waits until the logits are there: an id out of range would end the process.
     *
     * @param logits_blV guided logits, float32
     * @param model gave them
     * @param segment the model's place in the plan, from 0
     * @param k the scale
     * @param rows the b pictures
     * @throws CodeVarException if some are infinite or NaN
     */
    static void require(Tensor logits_blV, VarModel model, int segment, int k, List<Row> rows) {
        // One pass; the sum of numbers that are finite may not be, so that it only says where to look again.
        boolean sumIsFinite =
                Scoped.value(() -> Double.isFinite(logits_blV.sum().item_double()));
        if (sumIsFinite) {
            return;
        }
        for (int row = 0; row < rows.size(); row++) {
            Tensor logits_lV = logits_blV.select(0, row);
            if (!Scoped.value(() -> torch.isfinite(logits_lV).all().item_bool())) {
                throw new CodeVarException("model " + (segment + 1) + " of the plan (depth "
                        + model.config().depth() + ") gives logits that are not finite at scale " + k
                        + ", for the picture of class "
                        + rows.get(row).label() + " and seed " + rows.get(row).seed() + ": " + reason(model));
            }
        }
    }

    private static String reason(VarModel model) {
        return model.compute().precision() == Precision.FLOAT16
                ? "its numbers are too large for float16: try bfloat16 or float32"
                : "its weights are broken";
    }
}
