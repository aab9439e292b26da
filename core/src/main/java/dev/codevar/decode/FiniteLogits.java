package dev.codevar.decode;

import dev.codevar.decode.token.Row;
import dev.codevar.fault.CodeVarException;
import dev.codevar.model.VarModel;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Refuses logits that are not finite: none of the tokens would be picked, but one that there is not. On the processor at once. A device
 * is not waited for in every scale: what is not finite is replaced, so that the decode goes on, and refused at its end. For many threads on the processor.
 */
final class FiniteLogits implements AutoCloseable {
    private final boolean atOnce;
    private final Owner owner = new Owner();
    private final List<Asked> asked = new ArrayList<>();

    /** Whether a picture's logits are finite, of some in order, and what to say if not. */
    private record Asked(Tensor finite_b, VarModel model, int segment, int k, List<Row> rows) {}

    /**
     * @param device where logits are
     */
    FiniteLogits(Device device) {
        atOnce = !device.cuda();
    }

    /**
     * @param logits_blV guided logits, float32; on a device changed in place where they are not finite
     * @param model gave them
     * @param segment the model's place in the plan, from 0
     * @param k the scale
     * @param rows the b pictures
     * @throws CodeVarException if some are infinite or NaN, on the processor
     */
    void require(Tensor logits_blV, VarModel model, int segment, int k, List<Row> rows) {
        // One pass; the sum of numbers that are finite may not be, so that it only says where to look again.
        if (atOnce && Scoped.value(() -> Double.isFinite(logits_blV.sum().item_double()))) {
            return;
        }
        Tensor finite_b =
                Scoped.result(() -> torch.isfinite(logits_blV).flatten(1, -1).all(1));
        Asked one = new Asked(finite_b, model, segment, k, List.copyOf(rows));
        if (atOnce) {
            require(one);
            return;
        }
        owner.own(finite_b);
        asked.add(one);
        logits_blV.masked_fill_(torch.isfinite(logits_blV).logical_not(), new Scalar(0.0));
    }

    /**
     * Waits for what was asked for.
     *
     * @throws CodeVarException naming the first picture, if logits were infinite or NaN
     */
    void requireAll() {
        asked.forEach(FiniteLogits::require);
        asked.clear();
    }

    private static void require(Asked one) {
        Scoped.value(() -> {
            // One by one, since models of a plan may lie on several devices.
            Tensor finite_b = one.finite_b.cpu();
            for (int i = 0; i < one.rows.size(); i++) {
                if (!finite_b.select(0, i).item_bool()) {
                    throw new CodeVarException(refusal(one, one.rows.get(i)));
                }
            }
            return 0;
        });
    }

    private static String refusal(Asked one, Row row) {
        return "model " + (one.segment + 1) + " of the plan (depth "
                + one.model.config().depth()
                + ") gives logits that are not finite at scale " + one.k + ", for the picture of class " + row.label()
                + " and seed " + row.seed() + ": "
                + (one.model.compute().precision() == Precision.FLOAT16
                        ? "its numbers are too large for float16: try bfloat16 or float32"
                        : "its weights are broken");
    }

    @Override
    public void close() {
        owner.close();
    }
}
