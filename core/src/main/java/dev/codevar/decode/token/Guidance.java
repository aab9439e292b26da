package dev.codevar.decode.token;

import dev.codevar.tensor.Compute;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Classifier-free guidance that grows with the scale: t = cfg·k/(K−1), logits = (1 + t)·conditional − t·unconditional. A cfg
 * of 1.5 therefore ends at 2.5 times the conditional logits.
 */
public final class Guidance {
    private final List<Row> rows;
    private final Compute compute;

    public Guidance(List<Row> rows, Compute compute) {
        this.rows = rows;
        this.compute = compute;
    }

    /**
     * @param conditional_BlV changed in place
     * @param unconditional_glV of the guided pictures alone, changed in place
     * @param guided which of the B pictures those are, ascending
     * @param ratio k/(K−1)
     * @return (B, l, V)
     */
    public Tensor apply(Tensor conditional_BlV, Tensor unconditional_glV, int[] guided, double ratio) {
        float[] t = new float[guided.length];
        float[] onePlusT = new float[guided.length];
        for (int i = 0; i < guided.length; i++) {
            double strength = rows.get(guided[i]).cfg() * ratio;
            t[i] = (float) strength;
            onePlusT[i] = (float) (1 + strength);
        }
        Tensor drift_glV = unconditional_glV.mul_(column(t));
        if (guided.length == rows.size()) {
            return conditional_BlV.mul_(column(onePlusT)).sub_(drift_glV);
        }
        for (int i = 0; i < guided.length; i++) {
            Tensor own_1lV = conditional_BlV.narrow(0, guided[i], 1);
            own_1lV.mul_(new Scalar(onePlusT[i])).sub_(drift_glV.narrow(0, i, 1));
        }
        return conditional_BlV;
    }

    private Tensor column(float[] values) {
        return compute.place(Tensor.create(values, values.length, 1, 1), ScalarType.Float);
    }
}
