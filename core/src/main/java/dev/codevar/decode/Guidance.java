package dev.codevar.decode;

import dev.codevar.tensor.Compute;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Classifier-free guidance that grows with the scale: t = cfg·k/(K−1), logits = (1 + t)·conditional − t·unconditional. A cfg
 * of 1.5 therefore ends at 2.5 times the conditional logits.
 */
final class Guidance {
    private final List<Row> rows;
    private final Compute compute;

    Guidance(List<Row> rows, Compute compute) {
        this.rows = rows;
        this.compute = compute;
    }

    /** {@return whether guidance changes anything at this scale: at the coarsest it never does} */
    boolean matters(double ratio) {
        return rows.stream().anyMatch(row -> row.cfg() * ratio > 0);
    }

    /**
     * @param conditional_BlV changed in place
     * @param unconditional_BlV changed in place
     * @param ratio k/(K−1)
     * @return (B, l, V)
     */
    Tensor apply(Tensor conditional_BlV, Tensor unconditional_BlV, double ratio) {
        int pictures = rows.size();
        float[] t = new float[pictures];
        float[] onePlusT = new float[pictures];
        for (int row = 0; row < pictures; row++) {
            double strength = rows.get(row).cfg() * ratio;
            t[row] = (float) strength;
            onePlusT[row] = (float) (1 + strength);
        }
        return conditional_BlV.mul_(column(onePlusT)).sub_(unconditional_BlV.mul_(column(t)));
    }

    private Tensor column(float[] values) {
        return compute.place(Tensor.create(values, values.length, 1, 1), ScalarType.Float);
    }
}
