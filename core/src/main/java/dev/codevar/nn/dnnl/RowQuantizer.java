package dev.codevar.nn.dnnl;

import dev.codevar.tensor.Owner;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rounds rows to 8 bits without a sign, each with a step of its own, which follows from the row's largest number: so a row comes out the
 * same whatever rows stand beside it. A row that is not finite throughout gets a step that is not finite either, and what is multiplied
 * with it is no number then.
 */
final class RowQuantizer {
    /** What stands for 0 in rows of either sign. */
    static final int MIDDLE = 128;

    private static final int MOST_BESIDE_MIDDLE = 127;
    private static final int MOST = 255;
    private static final long[] INPUTS = {1};
    /** In place of the largest number of a row that is 0 throughout: its reciprocal is finite. */
    private static final double LEAST_EXTREME = 1e-30;

    private final boolean signed;
    private final primitive_attr scaling;
    private final Tensor middle_1;

    /**
     * A quantized row is step·(values − zero), where zero is {@link #MIDDLE} for rows of either sign and 0 for others.
     *
     * @param values_rI whole numbers (r, in), uint8
     * @param step_r1 steps (r, 1), float32
     */
    record Rows(Tensor values_rI, Tensor step_r1) {}

    /**
     * @param signed whether rows have numbers below 0
     * @param owner keeps what is needed for every row
     */
    RowQuantizer(boolean signed, Owner owner) {
        this.signed = signed;
        try (PointerScope making = new PointerScope()) {
            middle_1 = owner.own(
                    torch.full(new long[] {1}, new Scalar((double) MIDDLE), new TensorOptions(ScalarType.Int)));
            scaling = owner.own(new primitive_attr());
            scaling.set_scales_mask(dnnl.DNNL_ARG_SRC, 1);
            if (signed) {
                scaling.set_zero_points_mask(dnnl.DNNL_ARG_DST, 0);
            }
        }
    }

    /**
     * @param x_rI rows (r, in), float32, each in one piece
     * @return the nearest in 8 bits, in the innermost scope
     */
    Rows nearest(Tensor x_rI) {
        // libtorch's: as fast as oneDNN's, and what is no number comes through.
        Tensor extreme_r1 = x_rI.amax(INPUTS, true);
        if (signed) {
            extreme_r1 = torch.max(extreme_r1, x_rI.amin(INPUTS, true).neg());
        }
        Tensor step_r1 = extreme_r1.clamp_min_(new Scalar(LEAST_EXTREME)).div_(new Scalar((double)
                (signed ? MOST_BESIDE_MIDDLE : MOST)));
        return new Rows(scaled(x_rI, step_r1.reciprocal()), step_r1);
    }

    private Tensor scaled(Tensor x_rI, Tensor factor_r1) {
        Tensor values_rI = torch.empty(x_rI.sizes(), new TensorOptions(ScalarType.Byte), null);
        memory from = Dnnl.in(x_rI);
        memory to = Dnnl.in(values_rI);
        IntMemoryMap operands = new IntMemoryMap()
                .put(dnnl.DNNL_ARG_FROM, from)
                .put(dnnl.DNNL_ARG_TO, to)
                .put(dnnl.DNNL_ARG_ATTR_SCALES | dnnl.DNNL_ARG_SRC, Dnnl.in(factor_r1.view(-1)));
        if (signed) {
            operands.put(dnnl.DNNL_ARG_ATTR_ZERO_POINTS | dnnl.DNNL_ARG_DST, Dnnl.in(middle_1));
        }
        Dnnl.run(
                new reorder(new reorder.primitive_desc(
                        Dnnl.processor(), from.get_desc(), Dnnl.processor(), to.get_desc(), scaling, false)),
                operands);
        return values_rI;
    }
}
